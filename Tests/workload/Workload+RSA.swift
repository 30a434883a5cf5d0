// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import SelfTestCases

extension Workload {
    /// The kernel `gmp` is `mpn_sec_powm`.
    static var rsa: [Workload] {
        ["rsa2048", "rsa3072", "rsa4096"].flatMap { name in
            RSATestKey.kernels.flatMap { kernel in rsa(.named(name), kernel) }
        }
    }

    private static func rsa(_ testKey: RSATestKey, _ kernel: RSAKernel) -> [Workload] {
        let message = [0] + [UInt8](repeating: 0xa7, count: testKey.n.count - 1)
        let digest = [UInt8](repeating: 0x3c, count: 32)
        func workload(
            _ name: String,
            operationsPerCall: Int = 1,
            _ make: @escaping (RSAPrivateKey) throws -> () throws -> Void
        ) -> Workload {
            Workload(
                id: "\(testKey.name)-\(name)",
                kernel: kernel.name,
                operationsPerCall: operationsPerCall
            ) {
                let key = try testKey.privateKey(kernel: kernel)
                return try make(key)
            }
        }
        return [
            workload("private") { key in
                var output = message
                return {
                    var span = output.mutableSpan
                    try key.rawOperation(message.span, into: &span)
                }
            },
            workload("private-batch8", operationsPerCall: 8) { key in
                let keys = [RSAPrivateKey](repeating: key, count: 8)
                let inputs = keys.flatMap { _ in message }
                var outputs = inputs
                var outcomes = [RSAError?](repeating: nil, count: 8)
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
            },
            workload("public") { key in
                let publicKey = key.publicKey
                var output = message
                return {
                    var span = output.mutableSpan
                    try publicKey.rawOperation(message.span, into: &span)
                }
            },
            workload("sign-pss") { key in
                var signature = message
                return {
                    var span = signature.mutableSpan
                    try key.sign(digest: digest.span, scheme: .pss(.sha256), into: &span)
                }
            },
            workload("decrypt-premaster") { key in
                let ciphertext = try key.publicKey.encrypt(
                    [3, 3] + digest + digest[..<14],
                    scheme: .pkcs1
                )
                var secret = [UInt8](
                    repeating: 0,
                    count: RSAPrivateKey.premasterSecretByteCount
                )
                return {
                    var span = secret.mutableSpan
                    try key.decryptPremasterSecret(
                        ciphertext.span,
                        clientVersion: 0x0303,
                        into: &span
                    )
                }
            },
        ]
    }
}
