internal import CPeers
private import Crypto
private import HandshakeRSA

/// Our side of the RSA workloads of one key.
struct OurRSA {
    private let key: BenchmarkKey
    private let privateKey: RSAPrivateKey
    private var publicKey: RSAPublicKey { privateKey.publicKey }

    static let message = Array("A message of no importance.".utf8)
    static var digest: [UInt8] { Array(SHA256.hash(data: message)) }

    init(key: BenchmarkKey) throws {
        self.key = key
        privateKey = try key.privateKey()
    }

    func privateOperation() -> [Candidate] {
        [
            candidate("RSAPrivateKey.rawOperation(_:into:) (key once)", input: key.message) {
                [privateKey] input, output in
                var output = output.mutableSpan
                try privateKey.rawOperation(input.span, into: &output)
            }
        ]
    }

    func publicOperation() -> [Candidate] {
        [
            candidate("RSAPublicKey.rawOperation(_:into:) (key once)", input: key.message) {
                [publicKey] input, output in
                var output = output.mutableSpan
                try publicKey.rawOperation(input.span, into: &output)
            }
        ]
    }

    func privateBatch() -> [Candidate] { [] }
    func publicBatch() -> [Candidate] { [] }
    func signPSS() -> [Candidate] { [] }
    func decryptPremaster() -> [Candidate] { [] }

    /// What only a right signature of ``digest`` has when its exponentiation is undone: RFC 8017
    /// 9.1.1, the last byte of the encoded message.
    func acceptsPSS(_ signature: [UInt8]) -> Bool {
        (try? publicKey.rawOperation(signature))?.last == 0xbc
    }

    /// RSAES-PKCS1-v1_5 of the premaster secret with a fixed padding string.
    func encryptedPremaster() throws -> [UInt8] {
        let premaster = DerivationInput.premasterSecret
        let padding = (0..<key.n.count - 3 - premaster.count).map {
            UInt8(truncatingIfNeeded: $0 % 255 + 1)
        }
        return try publicKey.rawOperation([0, 2] + padding + [0] + premaster)
    }

    /// An operation from bytes to as many bytes as the modulus has.
    private func candidate(
        _ calls: String,
        input: [UInt8],
        outputByteCount: Int? = nil,
        operation: @escaping (_ input: [UInt8], _ output: inout [UInt8]) throws -> Void
    ) -> Candidate {
        Candidate("handshake", calls: calls) { [privateKey] in
            var output = [UInt8](repeating: 0, count: outputByteCount ?? input.count)
            return Operation(
                version: Versions.handshake,
                kernel: privateKey.kernel.rawValue,
                run: { calls in
                    for _ in 0..<calls { try operation(input, &output) }
                },
                result: {
                    try operation(input, &output)
                    return output
                }
            )
        }
    }
}
