/// RSASSA-PSS-SIGN of RFC 8017 section 8.1.1.
extension RSAPrivateKey {
    /// Signs a message with this digest: `signature` is ``modulusByteCount`` bytes long. The salt
    /// is random.
    ///
    /// `mgf1Hash` is `hash` if it is not given. A key for PSS with parameters takes no others, and
    /// no shorter salt. Throws ``RSAError/messageTooLong`` if hash and salt are too long for the
    /// key.
    public func signPSS(
        digest: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        saltLength: RSAPSSSaltLength = .digest,
        into signature: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        try signPSS(
            digest: digest,
            hash: hash,
            mgf1Hash: mgf1Hash,
            saltLength: saltLength,
            into: &signature,
            fillSalt: SystemRandom.fill
        )
    }

    /// ``signPSS(digest:hash:mgf1Hash:saltLength:into:)`` with the message itself.
    public func signPSS(
        message: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        saltLength: RSAPSSSaltLength = .digest,
        into signature: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        var digest = [64 of UInt8](repeating: 0)
        var digestSpan = digest.mutableSpan
        hash.writeDigest(of: message, into: &digestSpan)
        try signPSS(
            digest: digest.span.extracting(0..<hash.digestByteCount),
            hash: hash,
            mgf1Hash: mgf1Hash,
            saltLength: saltLength,
            into: &signature
        )
    }

    /// Signs with a salt that the caller writes: for known answers.
    package func signPSS(
        digest: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        saltLength: RSAPSSSaltLength = .digest,
        into signature: inout MutableSpan<UInt8>,
        fillSalt: (inout MutableSpan<UInt8>, Range<Int>) -> Void
    ) throws(RSAError) {
        guard digest.count == hash.digestByteCount else { throw .wrongInputLength }
        guard signature.count == modulusByteCount else { throw .wrongOutputLength }
        try perform { workspace throws(RSAError) in
            try loadPSS(digest, hash, mgf1Hash, saltLength, workspace, fillSalt: fillSalt)
        } finish: { workspace throws(RSAError) in
            publicKey.store(workspace, into: &signature, 0..<modulusByteCount)
        }
    }

    /// Signs one digest for each key. The digests lie one after another, and so do the signatures,
    /// each as long as its key's modulus. `outcomes` says for each why it failed, or `nil`; the
    /// signature of a failed one is left as it was.
    public static func signPSS(
        _ keys: Span<RSAPrivateKey>,
        digests: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        saltLength: RSAPSSSaltLength = .digest,
        into signatures: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let digestByteCount = hash.digestByteCount
        guard signatures.count == modulusByteCount(keys),
            digests.count == keys.count * digestByteCount
        else { throw .inconsistentBatch }
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            let start = index * digestByteCount
            try keys[index].loadPSS(
                digests.extracting(start..<(start + digestByteCount)),
                hash,
                mgf1Hash,
                saltLength,
                workspace,
                fillSalt: SystemRandom.fill
            )
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].publicKey.store(workspace, into: &signatures, range)
        }
    }

    func loadPSS(
        _ digest: Span<UInt8>,
        _ hash: HashAlgorithm,
        _ mgf1Hash: HashAlgorithm?,
        _ saltLength: RSAPSSSaltLength,
        _ workspace: Workspace,
        fillSalt: (inout MutableSpan<UInt8>, Range<Int>) -> Void
    ) throws(RSAError) {
        let encoding = try publicKey.pssEncoding(hash, mgf1Hash)
        let saltByteCount = saltLength.byteCount(hash)
        guard saltByteCount >= publicKey.minimumSaltByteCount else { throw .notAllowedForKey }
        guard saltByteCount <= encoding.maximumSaltByteCount else { throw .messageTooLong }
        // Step 1
        workspace.withEncodedMessage { encodedMessage in
            encoding.encode(
                digest: digest,
                saltByteCount: saltByteCount,
                into: &encodedMessage,
                fillSalt: fillSalt
            )
        }
        // Step 2.a
        publicKey.loadEncodedMessage(workspace)
    }
}
