// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import SelfTestCases
internal import TestSupport

/// Private operations and signatures. A key is a secret, and so is what the raw operation works on.
extension Operation {
    static let rsaBitCounts = [2048, 3072, 4096]

    static var rsa: [Operation] {
        rsaBitCounts.flatMap { bitCount in
            RSATestKey.kernels.flatMap { kernel in rsa(bitCount, kernel) }
        }
    }

    private static func rsa(_ bitCount: Int, _ kernel: RSAKernel) -> [Operation] {
        func operation(
            _ name: String,
            isForLongRuns: Bool,
            _ make: @escaping (RSAPrivateKey, inout SeededGenerator) throws -> () throws -> Void
        ) -> Operation {
            Operation(
                name: "rsa\(bitCount) \(name)",
                kernel: kernel.name,
                isForLongRuns: isForLongRuns
            ) { secret in
                let key = try SecretKey.numbered(bitCount: bitCount).value(secret).privateKey(
                    kernel
                )
                var generator = SeededGenerator(secret: secret)
                return try make(key, &generator)
            }
        }
        func signature(_ name: String, _ scheme: RSASignatureScheme) -> Operation {
            operation(name, isForLongRuns: bitCount > 2048) { key, _ in
                let digest = [UInt8](repeating: 0x3c, count: scheme.hash.digestByteCount)
                var signature = [UInt8](repeating: 0, count: key.modulusByteCount)
                return {
                    var span = signature.mutableSpan
                    try key.sign(digest: digest.span, scheme: scheme, into: &span)
                }
            }
        }
        func batch(_ count: Int) -> Operation {
            operation("private, batch of \(count)", isForLongRuns: bitCount > 2048) {
                key,
                generator in
                let keys = [RSAPrivateKey](repeating: key, count: count)
                let inputs = (0..<count).flatMap { _ -> [UInt8] in
                    [0] + generator.bytes(key.modulusByteCount - 1)
                }
                var outputs = inputs
                var outcomes = [RSAError?](repeating: nil, count: count)
                return {
                    var outputSpan = outputs.mutableSpan
                    var outcomeSpan = outcomes.mutableSpan
                    try RSAPrivateKey.rawOperation(
                        keys.span,
                        inputs.span,
                        into: &outputSpan,
                        outcomes: &outcomeSpan
                    )
                }
            }
        }
        return [
            // The first makes a pair of blinding factors, the second squares them. GMP and the portable
            // kernel are the same code for each size, and take long.
            operation(
                "private, twice",
                isForLongRuns: bitCount > 2048 && [.gmp, .portable].contains(kernel)
            ) { key, generator in
                let input = [0] + generator.bytes(key.modulusByteCount - 1)
                var output = input
                return {
                    var span = output.mutableSpan
                    try key.rawOperation(input.span, into: &span)
                    try key.rawOperation(input.span, into: &span)
                }
            },
            signature("sign PKCS #1", .pkcs1(.sha256)),
            signature("sign PSS", .pss(.sha384)),
        ] + (kernel.lanesName == nil ? [] : [batch(8), batch(5)])
    }
}
