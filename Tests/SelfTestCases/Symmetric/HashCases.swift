// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore
internal import TestSupport

/// SHA-1, SHA-2 and HMAC: published digests, and every kernel against the portable one.
package enum HashCases {
    package static let all: [SelfTestCase] =
        HashAlgorithm.allCases.flatMap { algorithm in
            HashKernels.supported.flatMap { kernels in
                let name = "\(algorithm) (\(kernels.sha256), \(kernels.sha512))"
                return [
                    SelfTestCase("published digests of \(name)") { checks, _ in
                        matchesThePublishedDigests(algorithm, kernels, &checks)
                    },
                    SelfTestCase("lengths of \(name)") { checks, _ in
                        everyLengthMatchesThePortableKernel(algorithm, kernels, &checks)
                    },
                    SelfTestCase("pieces of \(name)") { checks, _ in
                        piecesMatchTheWhole(algorithm, kernels, &checks)
                    },
                    SelfTestCase("keys of HMAC-\(name)") { checks, _ in
                        keysAroundTheBlockSize(algorithm, kernels, &checks)
                    },
                    SelfTestCase("lengths of HMAC-\(name)") { checks, _ in
                        everyMessageLength(algorithm, kernels, &checks)
                    },
                ]
            }
        }
        + HashKernels.supported.map { kernels in
            SelfTestCase("RFC 4231 (\(kernels.sha256), \(kernels.sha512))") { checks, _ in
                matchesRFC4231(kernels, &checks)
            }
        }

    private static func matchesThePublishedDigests(
        _ algorithm: HashAlgorithm,
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) {
        for answer in HashKnownAnswers.answers where answer.algorithm == algorithm {
            let piece = [UInt8](answer.message.utf8)
            let message = (0..<answer.repetitions).flatMap { _ in piece }
            checks.check(algorithm.hash(message, kernels: kernels).hexadecimal == answer.digest)
        }
    }

    private static func matchesRFC4231(_ kernels: HashKernels, _ checks: inout Checks) {
        for item in HMACKnownAnswers.cases {
            for (algorithm, tag) in item.tags {
                let computed = HMACKey(algorithm, key: item.key, kernels: kernels).authenticate(
                    item.data
                )
                checks.check(computed.hexadecimal.hasPrefix(tag))
            }
        }
    }

    private static func everyLengthMatchesThePortableKernel(
        _ algorithm: HashAlgorithm,
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) {
        var generator = SeededGenerator(seed: 1)
        let bytes = generator.bytes(1 << 14 + 64)
        for count in Array(0...300) + [1 << 14] {
            // An odd offset, so that loads are not aligned.
            let offset = count % 63
            let message = bytes.span.extracting(offset..<offset + count)
            let expected = algorithm.hash(Array(bytes[offset..<offset + count]), kernels: .portable)
            var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount + 1)
            var span = digest.mutableSpan
            algorithm.writeDigest(of: message, into: &span, kernels: kernels)
            checks.check(Array(digest.dropLast()) == expected, "\(count) bytes")
            checks.check(digest.last == 0, "written past the digest")
        }
    }

    private static func piecesMatchTheWhole(
        _ algorithm: HashAlgorithm,
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) {
        var generator = SeededGenerator(seed: 2)
        var state = HashState(algorithm, kernels: kernels)
        for count in [0, 1, 63, 64, 65, 127, 128, 129, 300, 1000] {
            let message = generator.bytes(count)
            var rest = message[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Int.random(in: 0...150, using: &generator)))
                state.update(piece.span)
                rest = rest.dropFirst(piece.count)
            }
            let copy = state.copy()
            // The state is used again for the next message; its copy is not touched by that.
            checks.check(finish(&state, algorithm) == algorithm.hash(message, kernels: .portable))
            var other = copy.copy()
            checks.check(finish(&other, algorithm) == algorithm.hash(message, kernels: .portable))
        }
    }

    package static func finish(_ state: inout HashState, _ algorithm: HashAlgorithm) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount)
        var span = digest.mutableSpan
        state.writeDigest(into: &span)
        return digest
    }

    /// RFC 2104, section 2, in as many words.
    package static func definition(
        _ algorithm: HashAlgorithm,
        key: [UInt8],
        message: [UInt8]
    ) -> [UInt8] {
        var key =
            key.count > algorithm.blockByteCount ? algorithm.hash(key, kernels: .portable) : key
        key += [UInt8](repeating: 0, count: algorithm.blockByteCount - key.count)
        let inner = algorithm.hash(key.map { $0 ^ 0x36 } + message, kernels: .portable)
        return algorithm.hash(key.map { $0 ^ 0x5c } + inner, kernels: .portable)
    }

    private static func keysAroundTheBlockSize(
        _ algorithm: HashAlgorithm,
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) {
        var generator = SeededGenerator(seed: 3)
        let block = algorithm.blockByteCount
        for keyByteCount in [0, 1, 32, 48, block - 1, block, block + 1, 2 * block, 300] {
            let key = generator.bytes(keyByteCount)
            let message = generator.bytes(Int.random(in: 0...300, using: &generator))
            let expected = definition(algorithm, key: key, message: message)
            checks.check(
                HMACKey(algorithm, key: key, kernels: kernels).authenticate(message) == expected
            )
        }
    }

    private static func everyMessageLength(
        _ algorithm: HashAlgorithm,
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) {
        var generator = SeededGenerator(seed: 4)
        let key = generator.bytes(48)
        for count in Array(0...300) + [1 << 14] {
            let message = generator.bytes(count)
            let expected = definition(algorithm, key: key, message: message)
            checks.check(
                HMACKey(algorithm, key: key, kernels: kernels).authenticate(message) == expected
            )
        }
    }
}
