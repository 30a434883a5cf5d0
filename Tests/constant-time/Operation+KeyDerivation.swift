// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS
internal import TestSupport

extension Operation {
    static var keyDerivation: [Operation] {
        SHA256Kernel.supported.flatMap { kernel in
            let kernels = HashKernels(supported: kernel, sha512: .best)
            return keyDerivation(.sha256, .sha256, kernels)
        }
            + SHA512Kernel.supported.flatMap { kernel in
                let kernels = HashKernels(supported: .best, sha512: kernel)
                return keyDerivation(.sha384, .sha384, kernels)
            }
            + SHA256LanesKernel.supported.flatMap { kernel in
                // Beside the portable kernel every one with lanes has something to do.
                let kernels = HashKernels(
                    supported: .portable,
                    sha512: .best,
                    sha256Lanes: kernel
                )
                return batches(.sha256, "sha256", kernel.name, kernels)
            }
            + SHA512LanesKernel.supported.flatMap { kernel in
                let kernels = HashKernels(
                    supported: .best,
                    sha512: .portable,
                    sha512Lanes: kernel
                )
                return batches(.sha384, "sha384", kernel.name, kernels)
            }
    }

    private static let clientRandom = [UInt8](repeating: 0x52, count: 32)
    private static let serverRandom = [UInt8](repeating: 0x53, count: 32)

    private static func keyDerivation(
        _ hash: CipherSuiteHash,
        _ algorithm: HashAlgorithm,
        _ kernels: HashKernels
    ) -> [Operation] {
        let prf = TLS12.PRF(hash, kernels: kernels)
        let schedule = TLS13.KeySchedule(hash, kernels: kernels)
        let hkdf = HKDFFunction(algorithm, kernels: kernels)
        let hashByteCount = algorithm.digestByteCount
        let transcriptHash = [UInt8](repeating: 0x54, count: hashByteCount)
        /// `derive` gets a secret, and room for as many bytes if nothing else is said.
        func operation(
            _ name: String,
            byteCount: Int,
            outputByteCount: Int? = nil,
            _ derive: @escaping (Span<UInt8>, inout MutableSpan<UInt8>) throws -> Void
        ) -> Operation {
            Operation(name: "\(name) \(algorithm)", kernel: kernels.name(for: algorithm)) {
                secret in
                var generator = SeededGenerator(secret: secret)
                let secretBytes = generator.bytes(byteCount)
                var output = [UInt8](repeating: 0, count: outputByteCount ?? byteCount)
                return {
                    var span = output.mutableSpan
                    try derive(secretBytes.span, &span)
                }
            }
        }
        return [32, 48, 200].map { byteCount in
            operation(
                "hmac, key of \(byteCount)",
                byteCount: byteCount,
                outputByteCount: hashByteCount
            ) { secret, tag in
                try HMACKey(algorithm, key: secret, kernels: kernels)
                    .authenticate(secret, into: &tag)
            }
        } + [
            operation("prf master secret", byteCount: 48) { secret, output in
                try prf.masterSecret(
                    premasterSecret: secret,
                    clientRandom: clientRandom.span,
                    serverRandom: serverRandom.span,
                    into: &output
                )
            },
            operation("prf P_hash of 200 bytes", byteCount: 200) { secret, output in
                prf.derive(
                    secret: secret.extracting(0..<48),
                    label: clientRandom.span,
                    seed: serverRandom.span,
                    into: &output
                )
            },
            operation("hkdf extract", byteCount: hashByteCount) { secret, output in
                try hkdf.extract(
                    salt: transcriptHash.span,
                    inputKeyMaterial: secret,
                    into: &output
                )
            },
            operation("hkdf expand", byteCount: hashByteCount) { secret, output in
                try hkdf.expand(pseudorandomKey: secret, info: clientRandom.span, into: &output)
            },
            operation("tls13 expand label", byteCount: hashByteCount) { secret, output in
                try schedule.expandLabel(
                    secret: secret,
                    label: clientRandom.span.extracting(0..<12),
                    context: transcriptHash.span,
                    into: &output
                )
            },
        ]
    }

    /// Several at once.
    private static func batches(
        _ hash: CipherSuiteHash,
        _ hashName: String,
        _ kernel: String,
        _ kernels: HashKernels
    ) -> [Operation] {
        let prf = TLS12.PRF(hash, kernels: kernels)
        return [3, 16].map { count in
            Operation(name: "prf master secrets, batch of \(count) \(hashName)", kernel: kernel) {
                secret in
                var generator = SeededGenerator(secret: secret)
                let premasterSecrets = generator.bytes(48 * count)
                let randoms = (0..<count).flatMap { _ in clientRandom + serverRandom }
                var masterSecrets = premasterSecrets
                return {
                    var span = masterSecrets.mutableSpan
                    try prf.masterSecrets(
                        count: count,
                        premasterSecrets: premasterSecrets.span,
                        randoms: randoms.span,
                        into: &span
                    )
                }
            }
        }
    }
}

/// Whether something is right is public; where it is wrong is not.
extension Operation {
    static var comparison: [Operation] {
        let prf = TLS12.PRF(.sha256)
        let schedule = TLS13.KeySchedule(.sha256)
        let hash = [UInt8](repeating: 0x54, count: 32)
        /// `isEqual` compares what `right` makes of a secret, changed, with what it should be.
        func operation(
            _ name: String,
            right: @escaping ([UInt8]) throws -> [UInt8],
            isEqual: @escaping ([UInt8], [UInt8]) throws -> Bool
        ) -> Operation {
            Operation(
                name: "\(name), wrong",
                kernel: SHA256Kernel.best.name,
                sortCount: wrongPlaceCount
            ) {
                secret in
                var generator = SeededGenerator(secret: secret)
                let secretBytes = generator.bytes(48)
                var bytes = try right(secretBytes)
                makeWrong(&bytes, from: 0, secret)
                return {
                    guard try !isEqual(secretBytes, bytes) else { throw UnexpectedSuccess() }
                }
            }
        }
        return [
            operation(
                "compare bytes",
                right: { $0 },
                isEqual: { constantTimeEqual($0.span, $1.span) }
            ),
            operation(
                "hmac is valid",
                right: { HMACKey(.sha256, key: $0).authenticate([1]) },
                isEqual: { HMACKey(.sha256, key: $0).isValid($1, for: [1]) }
            ),
            operation(
                "tls12 verify_data is valid",
                right: { secret in
                    try prf.verifyData(
                        sender: .client,
                        masterSecret: SecretBytes(copying: secret),
                        handshakeHash: hash
                    )
                },
                isEqual: { secret, verifyData in
                    try prf.isValidVerifyData(
                        verifyData.span,
                        sender: .client,
                        masterSecret: secret.span,
                        handshakeHash: hash.span
                    )
                }
            ),
            operation(
                "tls13 verify_data is valid",
                right: { secret in
                    try schedule.verifyData(
                        baseKey: SecretBytes(copying: Array(secret.prefix(32))),
                        transcriptHash: hash
                    )
                },
                isEqual: { secret, verifyData in
                    try schedule.isValidVerifyData(
                        verifyData.span,
                        baseKey: secret.span.extracting(0..<32),
                        transcriptHash: hash.span
                    )
                }
            ),
        ]
    }
}
