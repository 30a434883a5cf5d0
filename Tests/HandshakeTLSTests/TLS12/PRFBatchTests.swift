// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS
import SelfTestCases
import TestSupport
import Testing

extension TLS12Tests {
    /// Batches of every size up to more than two full vectors answer what single derivations do.
    @Suite struct PRFBatchTests {
        @Test(arguments: CipherSuiteHash.allCases, KeyDerivationCases.kernels)
        func everythingElse(_ hash: CipherSuiteHash, _ kernels: HashKernels) throws {
            let prf = TLS12.PRF(hash, kernels: kernels)
            let single = TLS12.PRF(hash, kernels: .portable)
            let digest = prf.hashByteCount
            var generator = SeededGenerator(seed: 4)
            func check(
                _ outputs: [UInt8],
                _ secrets: [UInt8],
                _ label: String,
                _ seeds: [UInt8],
                _ count: Int
            ) {
                for index in 0..<count {
                    func entry(_ bytes: [UInt8]) -> [UInt8] {
                        let size = bytes.count / count
                        return Array(bytes[index * size..<(index + 1) * size])
                    }
                    let expected = single.derived(
                        entry(secrets),
                        [UInt8](label.utf8),
                        entry(seeds),
                        outputs.count / count
                    )
                    #expect(entry(outputs) == expected)
                }
            }
            for count in [1, 2, 7, 8, 16, 17, 21] {
                let masters = generator.bytes(count * 48)
                let randoms = generator.bytes(count * 64)
                let hashes = generator.bytes(count * digest)
                var outputs = [UInt8](repeating: 0, count: count * 48)
                var span = outputs.mutableSpan
                try prf.extendedMasterSecrets(
                    count: count,
                    premasterSecrets: masters.span,
                    sessionHashes: hashes.span,
                    into: &span
                )
                check(outputs, masters, "extended master secret", hashes, count)
                for shape in [TLS12.KeyBlockShape.aes128GCM, .aes256GCM] {
                    outputs = [UInt8](repeating: 0, count: count * shape.byteCount)
                    span = outputs.mutableSpan
                    try prf.keyBlocks(
                        count: count,
                        shape: shape,
                        masterSecrets: masters.span,
                        randoms: randoms.span,
                        into: &span
                    )
                    check(outputs, masters, "key expansion", randoms, count)
                }
                for sender in TLS12.PRF.Sender.allCases {
                    outputs = [UInt8](repeating: 0, count: count * 12)
                    span = outputs.mutableSpan
                    try prf.verifyData(
                        count: count,
                        sender: sender,
                        masterSecrets: masters.span,
                        handshakeHashes: hashes.span,
                        into: &span
                    )
                    check(
                        outputs,
                        masters,
                        sender == .client ? "client finished" : "server finished",
                        hashes,
                        count
                    )
                }
            }
        }
    }
}
