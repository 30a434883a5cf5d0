// SPDX-License-Identifier: Apache-2.0

private import Crypto
internal import HandshakeCore

/// Our side of the RSA workloads of one key.
struct OurRSA {
    let key: BenchmarkKey
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

    func privateBatch() -> [Candidate] {
        let keys = [RSAPrivateKey](repeating: privateKey, count: Catalogue.batchCount)
        let calls = "RSAPrivateKey.rawOperation(_:_:into:outcomes:), one key in all places"
        return [
            batch(calls) { inputs, outputs, outcomes in
                try RSAPrivateKey.rawOperation(
                    keys.span,
                    inputs,
                    into: &outputs,
                    outcomes: &outcomes
                )
            }
        ]
    }

    func publicBatch() -> [Candidate] {
        let keys = [RSAPublicKey](repeating: publicKey, count: Catalogue.batchCount)
        let calls = "RSAPublicKey.rawOperation(_:_:into:outcomes:), one key in all places"
        return [
            batch(calls) { inputs, outputs, outcomes in
                try RSAPublicKey.rawOperation(
                    keys.span,
                    inputs,
                    into: &outputs,
                    outcomes: &outcomes
                )
            }
        ]
    }

    func signPSS() -> [Candidate] {
        [
            candidate(
                "RSAPrivateKey.sign(digest:scheme:into:), salt of 32 bytes (key once)",
                input: Self.digest,
                outputByteCount: key.n.count
            ) { [privateKey] digest, signature in
                var signature = signature.mutableSpan
                try privateKey.sign(digest: digest.span, scheme: .pss(.sha256), into: &signature)
            }
        ]
    }

    func decryptPremaster() throws -> [Candidate] {
        [
            candidate(
                "RSAPrivateKey.decryptPremasterSecret(_:clientVersion:into:) (key once)",
                input: try encryptedPremaster(),
                outputByteCount: RSAPrivateKey.premasterSecretByteCount
            ) { [privateKey] ciphertext, premasterSecret in
                var premasterSecret = premasterSecret.mutableSpan
                try privateKey.decryptPremasterSecret(
                    ciphertext.span,
                    clientVersion: 0x0303,
                    into: &premasterSecret
                )
            }
        ]
    }

    /// Whether it is a signature of ``digest``.
    func acceptsPSS(_ signature: [UInt8]) -> Bool {
        (try? publicKey.verify(signature.span, digest: Self.digest.span, scheme: .pss(.sha256)))
            != nil
    }

    /// RSAES-PKCS1-v1_5 of the premaster secret with a fixed padding string.
    func encryptedPremaster() throws -> [UInt8] {
        let premaster = DerivationInput.premasterSecret
        let padding = (0..<key.n.count - 3 - premaster.count).map {
            UInt8(truncatingIfNeeded: $0 % 255 + 1)
        }
        return try publicKey.rawOperation([0, 2] + padding + [0] + premaster)
    }

    /// The kernel's name in results: a batch has the lanes' where there are any.
    static func kernelName(_ kernel: RSAKernel, isBatch: Bool) -> String {
        isBatch ? kernel.lanesName ?? kernel.name : kernel.name
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
                kernel: Self.kernelName(privateKey.kernel, isBatch: false),
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

    /// Eight operations on the same input in one call; the result is that of the last.
    private func batch(
        _ calls: String,
        operation:
            @escaping (
                _ inputs: Span<UInt8>,
                _ outputs: inout MutableSpan<UInt8>,
                _ outcomes: inout MutableSpan<RSAError?>
            ) throws -> Void
    ) -> Candidate {
        Candidate("handshake", calls: calls) { [key, privateKey] in
            let count = Catalogue.batchCount
            let inputs = (0..<count).flatMap { _ in key.message }
            var outputs = [UInt8](repeating: 0, count: inputs.count)
            var outcomes = [RSAError?](repeating: nil, count: count)
            func runOnce() throws {
                var outputSpan = outputs.mutableSpan
                var outcomeSpan = outcomes.mutableSpan
                try operation(inputs.span, &outputSpan, &outcomeSpan)
                for outcome in outcomes { if let outcome { throw outcome } }
            }
            return Operation(
                version: Versions.handshake,
                kernel: Self.kernelName(privateKey.kernel, isBatch: true),
                operationsPerCall: count,
                run: { calls in for _ in 0..<calls { try runOnce() } },
                result: {
                    try runOnce()
                    return Array(outputs.suffix(key.n.count))
                }
            )
        }
    }
}
