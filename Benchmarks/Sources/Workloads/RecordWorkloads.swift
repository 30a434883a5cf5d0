// SPDX-License-Identifier: Apache-2.0

internal import CPeers

extension Catalogue {
    /// `tls12-record-seal-aes<bits>-<size>`, `-open-`, the same with `tls13-`, and
    /// `tls12-record-seal-batch16-aes<bits>-<size>`, `-open-batch16-`.
    static func records(peers: Peers) -> [Workload] {
        let kinds: [(String, peer_gcm_mode, Bool, (AESGCMInput) -> Candidate)] = [
            ("tls12-record-seal", PEER_TLS12_RECORD_SEAL, false, { ourTLS12Seal($0, count: 1) }),
            ("tls12-record-open", PEER_TLS12_RECORD_OPEN, false, { ourTLS12Open($0, count: 1) }),
            ("tls13-record-seal", PEER_TLS13_RECORD_SEAL, false, ourTLS13Seal),
            ("tls13-record-open", PEER_TLS13_RECORD_OPEN, false, ourTLS13Open),
            (
                "tls12-record-seal-batch\(recordBatchCount)", PEER_TLS12_RECORD_SEAL, true,
                { ourTLS12Seal($0, count: recordBatchCount) }
            ),
            (
                "tls12-record-open-batch\(recordBatchCount)", PEER_TLS12_RECORD_OPEN, true,
                { ourTLS12Open($0, count: recordBatchCount) }
            ),
        ]
        var workloads: [Workload] = []
        for (name, mode, isBatch, ours) in kinds {
            for keyBitCount in aesKeyBitCounts {
                for byteCount in recordByteCounts {
                    let input = AESGCMInput(keyBitCount: keyBitCount, byteCount: byteCount)
                    workloads.append(
                        Workload(
                            id: "\(name)-aes\(keyBitCount)-\(byteCount)",
                            byteCount: byteCount,
                            work: .gcm(keyBitCount: keyBitCount, byteCount: byteCount),
                            candidates: [ours(input)]
                                + gcmPeers(
                                    peers,
                                    mode: mode,
                                    input: input,
                                    note: isBatch ? "; no batch call: one after the other" : ""
                                )
                        )
                    )
                }
            }
        }
        return workloads
    }
}
