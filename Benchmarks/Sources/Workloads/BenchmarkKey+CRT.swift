// SPDX-License-Identifier: Apache-2.0

internal import CPeers

extension BenchmarkKey {
    /// What `body` makes of the numbers, as the C peers take them that do the Chinese remainder
    /// theorem. nil: the halves are not of equal length, in whole limbs.
    func withCRTNumbers(
        _ body: (UnsafePointer<peer_crt_key>) -> OpaquePointer?
    ) -> OpaquePointer? {
        let half = n.count / 2
        guard p.count <= half, q.count <= half, n.count.isMultiple(of: 16), e.count <= 8
        else { return nil }
        func padded(_ number: [UInt8]) -> [UInt8] {
            [UInt8](repeating: 0, count: half - number.count) + number
        }
        let halves = [p, q, dP, dQ, qInv].flatMap(padded)
        return unsafe halves.withUnsafeBufferPointer { halves in
            unsafe n.withUnsafeBufferPointer { n in
                let base = halves.baseAddress!
                var numbers = unsafe peer_crt_key(
                    half_byte_count: half,
                    n: n.baseAddress,
                    p: base,
                    q: base + half,
                    d_p: base + 2 * half,
                    d_q: base + 3 * half,
                    q_inverse: base + 4 * half,
                    e: e.reduce(0) { $0 << 8 | UInt64($1) }
                )
                return unsafe body(&numbers)
            }
        }
    }
}
