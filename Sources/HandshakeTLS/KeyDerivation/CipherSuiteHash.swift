// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

/// The hash of a cipher suite, which derivations and transcripts use: SHA-256 or SHA-384 in all of
/// TLS 1.2's and TLS 1.3's with AES-GCM.
public struct CipherSuiteHash: Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// Which hash function it is.
    public let algorithm: HashAlgorithm

    /// SHA-256.
    public static let sha256 = CipherSuiteHash(algorithm: .sha256)
    /// SHA-384.
    public static let sha384 = CipherSuiteHash(algorithm: .sha384)

    /// Those that this library implements.
    public static var allCases: [CipherSuiteHash] { [sha256, sha384] }

    private init(algorithm: HashAlgorithm) { self.algorithm = algorithm }

    /// The length of a digest in bytes.
    public var byteCount: Int { algorithm.digestByteCount }

    public var description: String { self == .sha256 ? "sha256" : "sha384" }
}
