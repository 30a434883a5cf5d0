internal import HandshakeCore
internal import SelfTestCases
internal import TestSupport

/// The private operations. A key is a secret, and so is what it works on.
extension Operation {
    static var rsa: [Operation] {
        [2048, 3072, 4096].flatMap { bitCount in
            RSATestKey.kernels.flatMap { kernel in rsa(bitCount, kernel) }
        }
    }

    private static func rsa(_ bitCount: Int, _ kernel: RSAKernel) -> [Operation] {
        func operation(
            _ name: String,
            _ make: @escaping (RSAPrivateKey, inout SeededGenerator) throws -> () throws -> Void
        ) -> Operation {
            Operation(name: "rsa\(bitCount) \(name)", kernel: kernel.name) { secret in
                let key = try SecretKey.key(secret, bitCount: bitCount).privateKey(kernel)
                var generator = SeededGenerator(seed: UInt64(secret))
                return try make(key, &generator)
            }
        }
        return [
            // The first makes a pair of blinding factors, the second squares them.
            operation("private, twice") { key, generator in
                let input = [0] + generator.bytes(key.modulusByteCount - 1)
                var output = input
                return {
                    var span = output.mutableSpan
                    try key.rawOperation(input.span, into: &span)
                    try key.rawOperation(input.span, into: &span)
                }
            },
        ]
    }
}
