// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS

extension Workload {
    static var keyDerivation: [Workload] {
        SHA256Kernel.supported.flatMap { kernel in
            workloads(
                "sha256",
                kernel.name,
                .sha256,
                .sha256,
                HashKernels(supported: kernel, sha512: .best),
                batchCount: 16
            )
        }
            + SHA512Kernel.supported.flatMap { kernel in
                workloads(
                    "sha384",
                    kernel.name,
                    .sha384,
                    .sha384,
                    HashKernels(supported: .best, sha512: kernel),
                    batchCount: 8
                )
            }
    }

    private static func workloads(
        _ hashName: String,
        _ kernel: String,
        _ hash: CipherSuiteHash,
        _ algorithm: HashAlgorithm,
        _ kernels: HashKernels,
        batchCount: Int
    ) -> [Workload] {
        let prf = TLS12.PRF(hash, kernels: kernels)
        let secret = [UInt8](repeating: 0x51, count: 48)
        let clientRandom = [UInt8](repeating: 0x52, count: 32)
        let serverRandom = [UInt8](repeating: 0x53, count: 32)
        return [
            Workload(id: "prf-\(hashName)-master-secret", kernel: kernel) {
                var output = secret
                return {
                    var span = output.mutableSpan
                    try prf.masterSecret(
                        premasterSecret: secret.span,
                        clientRandom: clientRandom.span,
                        serverRandom: serverRandom.span,
                        into: &span
                    )
                }
            },
            Workload(
                id: "prf-\(hashName)-master-secret-batch\(batchCount)",
                kernel: kernel,
                operationsPerCall: batchCount
            ) {
                let secrets = (0..<batchCount).flatMap { _ in secret }
                let randoms = (0..<batchCount).flatMap { _ in clientRandom + serverRandom }
                var outputs = secrets
                return {
                    var span = outputs.mutableSpan
                    try prf.masterSecrets(
                        count: batchCount,
                        premasterSecrets: secrets.span,
                        randoms: randoms.span,
                        into: &span
                    )
                }
            },
            Workload(id: "prf-\(hashName)-key-block", kernel: kernel) {
                let shape: TLS12.KeyBlockShape = hash == .sha256 ? .aes128GCM : .aes256GCM
                var output = [UInt8](repeating: 0, count: shape.byteCount)
                return {
                    var span = output.mutableSpan
                    try prf.keyBlock(
                        shape: shape,
                        masterSecret: secret.span,
                        clientRandom: clientRandom.span,
                        serverRandom: serverRandom.span,
                        into: &span
                    )
                }
            },
            Workload(id: "hkdf-\(hashName)-expand-label", kernel: kernel) {
                let schedule = TLS13.KeySchedule(hash, kernels: kernels)
                let secret = [UInt8](repeating: 0x54, count: algorithm.digestByteCount)
                let label = [UInt8]("c hs traffic".utf8)
                var output = secret
                return {
                    var span = output.mutableSpan
                    try schedule.expandLabel(
                        secret: secret.span,
                        label: label.span,
                        context: secret.span,
                        into: &span
                    )
                }
            },
        ]
    }
}
