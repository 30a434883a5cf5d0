// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension Group {
    static var hashes: [Group] {
        [
            Group(name: "hash", shortCount: 20_000, longCount: 1_000_000) { draw, comparison, _ in
                let message = draw.bytes(draw.byteCount(upTo: 4096))
                compareHashes(of: message, &draw, &comparison)
            },
            Group(name: "hmac", shortCount: 20_000, longCount: 1_000_000) { draw, comparison, _ in
                let key = draw.bytes(draw.byteCount(upTo: 1024))
                let message = draw.bytes(draw.byteCount(upTo: 4096))
                compareHMACs(of: message, key: key, &draw, &comparison)
            },
        ]
    }

    /// At once and in parts, on one kernel of those that there are.
    static func compareHashes(
        of message: [UInt8],
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) {
        let algorithm = draw.element(of: HashAlgorithm.allCases)
        let kernels = HashKernels.drawn(&draw)
        let expected = Libcrypto.hash(algorithm, message)
        let name = "\(algorithm), \(kernels.name(for: algorithm))"
        comparison.compare(
            algorithm.hash(message, kernels: kernels),
            expected,
            "digest of \(name)"
        )
        var state = HashState(algorithm, kernels: kernels)
        var start = 0
        for end in draw.cuts(message.count) + [message.count] {
            state.update(Array(message[start..<end]))
            start = end
        }
        comparison.compare(state.finalize(), expected, "digest in parts of \(name)")
    }

    static func compareHMACs(
        of message: [UInt8],
        key bytes: [UInt8],
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) {
        let algorithm = draw.element(of: HashAlgorithm.allCases)
        let kernels = HashKernels.drawn(&draw)
        guard let expected = Libcrypto.hmac(algorithm, key: bytes, message) else {
            return comparison.fail("libcrypto has no tag")
        }
        let key = HMACKey(algorithm, key: bytes, kernels: kernels)
        let name = "\(algorithm), \(kernels.name(for: algorithm))"
        comparison.compare(key.authenticate(message), expected, "tag of \(name)")
        var state = HMACState(key)
        var start = 0
        for end in draw.cuts(message.count) + [message.count] {
            state.update(Array(message[start..<end]))
            start = end
        }
        comparison.compare(state.finalize(), expected, "tag in parts of \(name)")
        let tag = draw.isOne(in: 2) ? expected : draw.withChangedBit(expected)
        comparison.compare(
            accepts: key.isValid(tag, for: message),
            tag == expected,
            "whether a tag of \(name) is valid"
        )
    }
}

extension HashKernels {
    /// One of the kernels of this CPU for each family.
    static func drawn(_ draw: inout Draw) -> HashKernels {
        HashKernels(
            supported: draw.element(of: SHA256Kernel.supported),
            sha512: draw.element(of: SHA512Kernel.supported),
            sha256Lanes: draw.element(of: SHA256LanesKernel.supported),
            sha512Lanes: draw.element(of: SHA512LanesKernel.supported)
        )
    }
}
