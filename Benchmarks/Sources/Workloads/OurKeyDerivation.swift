// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore
private import HandshakeTLS

/// Our side of the key derivation workloads.
extension Catalogue {
    static func ourMasterSecret(_ input: DerivationInput) -> Candidate {
        let calls = "TLS12.PRF.masterSecret(premasterSecret:clientRandom:serverRandom:into:)"
        return Candidate("handshake", calls: calls) {
            let prf = input.prf
            let (clientRandom, serverRandom) = DerivationInput.randoms
            return derivation(input, kernel: hashKernel(input)) { output, calls in
                for _ in 0..<calls {
                    try prf.masterSecret(
                        premasterSecret: input.secret.span,
                        clientRandom: clientRandom.span,
                        serverRandom: serverRandom.span,
                        into: &output
                    )
                }
            }
        }
    }

    /// The result is the last of the batch's.
    static func ourMasterSecrets(_ input: DerivationInput, count: Int) -> Candidate {
        let calls = "TLS12.PRF.masterSecrets(count:premasterSecrets:randoms:into:)"
        return Candidate("handshake", calls: calls) {
            let prf = input.prf
            let secrets = (0..<count).flatMap { _ in input.secret }
            let randoms = (0..<count).flatMap { _ in input.seed }
            return derivation(input, kernel: lanesKernel(input), count: count) { output, calls in
                for _ in 0..<calls {
                    try prf.masterSecrets(
                        count: count,
                        premasterSecrets: secrets.span,
                        randoms: randoms.span,
                        into: &output
                    )
                }
            }
        }
    }

    static func ourKeyBlock(_ input: DerivationInput) -> Candidate {
        let calls = "TLS12.PRF.keyBlock(shape:masterSecret:clientRandom:serverRandom:into:)"
        return Candidate("handshake", calls: calls) {
            let prf = input.prf
            let (clientRandom, serverRandom) = DerivationInput.randoms
            return derivation(input, kernel: hashKernel(input)) { output, calls in
                for _ in 0..<calls {
                    try prf.keyBlock(
                        shape: .aes128GCM,
                        masterSecret: input.secret.span,
                        clientRandom: clientRandom.span,
                        serverRandom: serverRandom.span,
                        into: &output
                    )
                }
            }
        }
    }

    static func ourExpandLabel(_ input: DerivationInput) -> Candidate {
        Candidate("handshake", calls: "TLS13.KeySchedule.expandLabel(secret:label:context:into:)") {
            let schedule: TLS13.KeySchedule = input.hashBitCount == 256 ? .sha256 : .sha384
            let label = Array(DerivationInput.expandLabel.utf8)
            let context = DerivationInput.transcriptHash(hashBitCount: input.hashBitCount)
            return derivation(input, kernel: hashKernel(input)) { output, calls in
                for _ in 0..<calls {
                    try schedule.expandLabel(
                        secret: input.secret.span,
                        label: label.span,
                        context: context.span,
                        into: &output
                    )
                }
            }
        }
    }

    /// - Parameter derive: Derives so many times, in a loop of its own, as the peers do.
    private static func derivation(
        _ input: DerivationInput,
        kernel: String,
        count: Int = 1,
        derive: @escaping (_ output: inout MutableSpan<UInt8>, _ calls: Int) throws -> Void
    ) -> Operation {
        let output = AlignedBytes(byteCount: count * input.outputByteCount)
        return Operation(
            version: Versions.handshake,
            kernel: kernel,
            operationsPerCall: count,
            run: { calls in
                try output.withMutableSpan { try derive(&$0, calls) }
            },
            result: {
                try output.withMutableSpan { try derive(&$0, 1) }
                return Array(output.bytes.suffix(input.outputByteCount))
            }
        )
    }

    private static func hashKernel(_ input: DerivationInput) -> String {
        HashKernels.best.name(for: input.hashBitCount == 256 ? .sha256 : .sha384)
    }

    private static func lanesKernel(_ input: DerivationInput) -> String {
        HashKernels.best.lanesName(for: input.hashBitCount == 256 ? .sha256 : .sha384)
    }
}

extension DerivationInput {
    fileprivate var prf: TLS12.PRF { hashBitCount == 256 ? .sha256 : .sha384 }
}
