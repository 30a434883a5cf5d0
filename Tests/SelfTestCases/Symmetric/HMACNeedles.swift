// SPDX-License-Identifier: Apache-2.0

private import CHandshakeKernels
internal import HandshakeCore

/// The secrets of HMAC with one key, and what is computed on the way to its tags: what may not
/// remain on the stack.
struct HMACNeedles {
    private let algorithm: HashAlgorithm
    private let key: [UInt8]
    private var values: [[UInt8]] = []

    /// The key of at most one block, its pads, and the states after them.
    init(_ algorithm: HashAlgorithm, key: [UInt8]) {
        self.algorithm = algorithm
        self.key = key
        values = [key, Array(pad(0x36).prefix(key.count)), Array(pad(0x5c).prefix(key.count))]
        var states = handshake_hmac_states()
        unsafe handshake_hmac_prepare(&states, implementation, key, key.count)
        values += [bytes(states.inner), bytes(states.outer)]
    }

    /// The tag of `message`, which becomes a needle, as does the inner digest.
    mutating func tag(of message: [UInt8]) -> [UInt8] {
        let inner = algorithm.hash(pad(0x36) + message)
        let tag = algorithm.hash(pad(0x5c) + inner)
        values += [inner, tag]
        return tag
    }

    /// The needles of 8 bytes each: the bytes as they stand, and their words as a CPU has them in
    /// memory and, first word last, in registers.
    var bytes: [UInt8] {
        values.flatMap { value in
            let whole = value.prefix(value.count / 8 * 8)
            return whole + words(of: value).flatMap(\.self).prefix(whole.count)
                + whole.reversed()
        }
    }

    /// The needles of equally many keys and messages in the lanes of vectors: one word of each.
    static func lanes(_ needles: [HMACNeedles]) -> [UInt8] {
        needles[0].values.indices.flatMap { index in
            let lanes = needles.map { $0.words(of: $0.values[index]) }
            return lanes[0].indices.flatMap { word in lanes.flatMap { $0[word] } }
        }
    }

    private var wordByteCount: Int { algorithm.blockByteCount / 16 }

    private func words(of value: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: value.count, by: wordByteCount).map {
            value[$0..<min($0 + wordByteCount, value.count)].reversed()
        }
    }

    private func pad(_ byte: UInt8) -> [UInt8] {
        (0..<algorithm.blockByteCount).map { byte ^ ($0 < key.count ? key[$0] : 0) }
    }

    private var implementation: UnsafePointer<handshake_hash_algorithm> {
        switch algorithm {
        case .sha1: unsafe handshake_sha1_portable.algorithms
        case .sha224: unsafe SHA256Kernel.portable.descriptor.pointee.algorithms
        case .sha256: unsafe SHA256Kernel.portable.descriptor.pointee.algorithms + 1
        case .sha384: unsafe SHA512Kernel.portable.descriptor.pointee.algorithms
        case .sha512: unsafe SHA512Kernel.portable.descriptor.pointee.algorithms + 1
        }
    }

    /// The chaining state, each word's most significant byte first; SHA-1's has five words.
    private func bytes(_ state: handshake_hash_state) -> [UInt8] {
        var state = state
        let bytes = unsafe withUnsafeBytes(of: &state) { unsafe Array($0) }
        let wordCount = algorithm == .sha1 ? 5 : 8
        return words(of: Array(bytes.prefix(wordCount * wordByteCount))).flatMap(\.self)
    }
}
