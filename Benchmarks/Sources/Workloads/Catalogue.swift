// SPDX-License-Identifier: Apache-2.0

/// Every workload there is.
public enum Catalogue {
    static let aesKeyBitCounts = [128, 256]
    static let recordByteCounts = [64, 256, 1350, 8192, 16384]

    /// The workloads, in the order they are listed and measured; peers that are not wanted left
    /// out. `key`: the user's own, in place of the fixed one of its size.
    public static func workloads(peers: Peers, key: BenchmarkKey? = nil) throws -> [Workload] {
        let keys = BenchmarkKey.fixed(replacing: key)
        func marked(_ workloads: [Workload], of used: BenchmarkKey) -> [Workload] {
            guard let key, used.n == key.n else { return workloads }
            return workloads.map { workload in
                var workload = workload
                workload.ownKey = key.fingerprint
                return workload
            }
        }
        let all =
            try keys.flatMap { marked(try rsa(peers: peers, key: $0), of: $0) }
            + keyDerivation(peers: peers) + aesGCM(peers: peers) + records(peers: peers)
            + keys.flatMap { marked(handshakes(peers: peers, key: $0), of: $0) }
            + transfers(peers: peers, key: BenchmarkKey.fixed()[0])
        return all.map { workload in
            var workload = workload
            workload.candidates.removeAll { !peers.isWanted($0.implementation) }
            return workload
        }
    }
}
