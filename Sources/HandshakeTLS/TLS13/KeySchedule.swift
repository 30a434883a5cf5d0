// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

extension TLS13 {
    /// The key schedule of TLS 1.3 (RFC 8446, section 7.1) with the hash of the cipher suite: a call
    /// for each of its steps.
    ///
    /// It holds no secrets: each step takes those that it needs and gives those that it makes, either
    /// into the caller's memory, without an allocation and the caller's to wipe, or as `SecretBytes`.
    /// A secret has ``hashByteCount`` bytes; outputs may be longer, and are then filled from their
    /// start. Outputs must not overlap the inputs.
    public struct KeySchedule: Sendable {
        /// The hash that everything is derived with.
        public let hash: CipherSuiteHash
        let derivation: KeyDerivation
        /// Transcript-Hash(""), in its first ``hashByteCount`` bytes.
        let emptyHash: [48 of UInt8]

        /// The schedule on the given kernels, which it remembers.
        public init(_ hash: CipherSuiteHash, kernels: HashKernels = .best) {
            self.hash = hash
            derivation = KeyDerivation(hash.algorithm, kernels: kernels)
            var emptyHash = [48 of UInt8](repeating: 0)
            var bytes = emptyHash.mutableSpan
            hash.algorithm.writeDigest(of: Span(), into: &bytes, kernels: kernels)
            self.emptyHash = emptyHash
        }

        /// The schedule with SHA-256.
        public static let sha256 = KeySchedule(.sha256)
        /// The schedule with SHA-384.
        public static let sha384 = KeySchedule(.sha384)

        /// The length of a secret and of a transcript hash in bytes.
        public var hashByteCount: Int { hash.byteCount }

        /// The length of a record's initialization vector in bytes (RFC 8446, section 5.3).
        public static var initializationVectorByteCount: Int { AESGCMNonce.byteCount }
    }
}

extension TLS13.KeySchedule {
    /// `earlySecret` := HKDF-Extract(0, presharedKey). The key may have any length; without one, it
    /// is empty, and zeros take its place.
    public func earlySecret(
        presharedKey: Span<UInt8> = Span(),
        into earlySecret: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        guard earlySecret.count >= hashByteCount else { throw .outputLength }
        extract(salt: Span(), presharedKey, into: &earlySecret)
    }

    /// `handshakeSecret` := HKDF-Extract(Derive-Secret(earlySecret, "derived", ""), sharedSecret).
    /// The shared secret of (EC)DHE may have any length; without one, it is empty, and zeros take its
    /// place.
    public func handshakeSecret(
        earlySecret: Span<UInt8>,
        sharedSecret: Span<UInt8> = Span(),
        into handshakeSecret: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try extract(after: earlySecret, sharedSecret, into: &handshakeSecret)
    }

    /// `masterSecret` := HKDF-Extract(Derive-Secret(handshakeSecret, "derived", ""), 0).
    public func masterSecret(
        handshakeSecret: Span<UInt8>,
        into masterSecret: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try extract(after: handshakeSecret, Span(), into: &masterSecret)
    }

    /// `derivedSecret` := Derive-Secret(secret, its label, messages), by the hash of the messages.
    public func deriveSecret(
        _ kind: TLS13.DerivedSecret,
        from secret: Span<UInt8>,
        transcriptHash: Span<UInt8>,
        into derivedSecret: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: secret)
        try check(transcriptHash: transcriptHash)
        guard derivedSecret.count >= hashByteCount else { throw .outputLength }
        expand(secret, kind.label, transcriptHash, hashByteCount, into: &derivedSecret)
    }

    /// `binderKey` := Derive-Secret(earlySecret, "ext binder" or "res binder", ""): the base key of a
    /// binder, which is verify_data over the hash of the truncated ClientHello (RFC 8446, section
    /// 4.2.11.2).
    public func binderKey(
        of origin: TLS13.PresharedKeyOrigin,
        earlySecret: Span<UInt8>,
        into binderKey: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: earlySecret)
        guard binderKey.count >= hashByteCount else { throw .outputLength }
        let emptyHash = emptyHash.span.extracting(first: hashByteCount)
        expand(earlySecret, origin.label, emptyHash, hashByteCount, into: &binderKey)
    }

    /// `nextSecret` := HKDF-Expand-Label(trafficSecret, "traffic upd", "", Hash.length): the traffic
    /// secret after a key update (RFC 8446, section 7.2).
    public func nextTrafficSecret(
        after trafficSecret: Span<UInt8>,
        into nextSecret: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: trafficSecret)
        guard nextSecret.count >= hashByteCount else { throw .outputLength }
        expand(trafficSecret, "traffic upd", Span(), hashByteCount, into: &nextSecret)
    }

    /// `presharedKey` := HKDF-Expand-Label(resumptionMasterSecret, "resumption", ticketNonce,
    /// Hash.length) (RFC 8446, section 4.6.1). The nonce has at most 255 bytes.
    public func presharedKey(
        resumptionMasterSecret: Span<UInt8>,
        ticketNonce: Span<UInt8>,
        into presharedKey: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: resumptionMasterSecret)
        guard ticketNonce.count <= UInt8.max else { throw .contextLength }
        guard presharedKey.count >= hashByteCount else { throw .outputLength }
        expand(
            resumptionMasterSecret,
            "resumption",
            ticketNonce,
            hashByteCount,
            into: &presharedKey
        )
    }
}
