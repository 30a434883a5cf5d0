internal import CPeers

extension Catalogue {
    /// `tls12-record-seal-aes<bits>-<size>`, `-open-`, and the same with `tls13-`.
    static func records(peers: Peers) -> [Workload] {
        var workloads: [Workload] = []
        for (name, mode) in [
            ("tls12-record-seal", PEER_TLS12_RECORD_SEAL),
            ("tls12-record-open", PEER_TLS12_RECORD_OPEN),
            ("tls13-record-seal", PEER_TLS13_RECORD_SEAL),
            ("tls13-record-open", PEER_TLS13_RECORD_OPEN),
        ] {
            for keyBitCount in aesKeyBitCounts {
                for byteCount in recordByteCounts {
                    let input = AESGCMInput(keyBitCount: keyBitCount, byteCount: byteCount)
                    workloads.append(
                        Workload(
                            id: "\(name)-aes\(keyBitCount)-\(byteCount)",
                            byteCount: byteCount,
                            work: .gcm(keyBitCount: keyBitCount, byteCount: byteCount),
                            candidates: gcmPeers(peers, mode: mode, input: input)
                        )
                    )
                }
            }
        }
        return workloads
    }
}
