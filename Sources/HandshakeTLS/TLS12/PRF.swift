// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

extension TLS12 {
    /// The pseudorandom function of TLS 1.2 (RFC 5246, section 5) with the hash of the cipher
    /// suite.
    ///
    /// Each derivation has two forms. One writes into the caller's memory, without an allocation, which
    /// the caller wipes; an output may be longer than what is derived, whose place is then its start,
    /// and must not overlap the inputs. The other takes and returns secrets as `SecretBytes` and all
    /// else as arrays.
    public struct PRF: Sendable {
        /// The hash that the function is made from.
        public let hash: CipherSuiteHash
        let derivation: KeyDerivation

        /// The function on the given kernels, which it remembers.
        public init(_ hash: CipherSuiteHash, kernels: HashKernels = .best) {
            self.hash = hash
            derivation = KeyDerivation(hash.algorithm, kernels: kernels)
        }

        /// The PRF with HMAC-SHA-256, of most cipher suites.
        public static let sha256 = PRF(.sha256)
        /// The PRF with HMAC-SHA-384, of suites whose name ends in SHA384.
        public static let sha384 = PRF(.sha384)

        /// The length of the hash's digest in bytes: that of a handshake hash.
        public var hashByteCount: Int { hash.byteCount }

        /// Fills `output` with PRF(secret, label, seed). Any lengths.
        public func derive(
            secret: Span<UInt8>,
            label: Span<UInt8>,
            seed: Span<UInt8>,
            into output: inout MutableSpan<UInt8>
        ) {
            derivation.pHash(secret: secret, seed: label, seed, into: &output)
        }
    }

    /// The labels of RFC 5246 and RFC 7627.
    enum PRFLabel {
        static var masterSecret: StaticString { "master secret" }
        static var extendedMasterSecret: StaticString { "extended master secret" }
        static var keyExpansion: StaticString { "key expansion" }
        static var clientFinished: StaticString { "client finished" }
        static var serverFinished: StaticString { "server finished" }

        /// What an exporter may not use (RFC 5705, section 4).
        static let reserved = [
            masterSecret, extendedMasterSecret, keyExpansion, clientFinished, serverFinished,
        ]
    }
}
