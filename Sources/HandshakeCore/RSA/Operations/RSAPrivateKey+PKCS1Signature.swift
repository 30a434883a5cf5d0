/// RSASSA-PKCS1-V1_5-SIGN of RFC 8017 section 8.2.1.
extension RSAPrivateKey {
    /// Signs a message with this digest: `signature` is ``modulusByteCount`` bytes long.
    public func signPKCS1(
        digest: Span<UInt8>,
        hash: HashAlgorithm,
        into signature: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        guard digest.count == hash.digestByteCount else { throw .wrongInputLength }
        guard signature.count == modulusByteCount else { throw .wrongOutputLength }
        try perform { workspace throws(RSAError) in
            try loadPKCS1(digest, hash, workspace)
        } finish: { workspace throws(RSAError) in
            publicKey.store(workspace, into: &signature, 0..<modulusByteCount)
        }
    }

    /// ``signPKCS1(digest:hash:into:)`` with the message itself.
    public func signPKCS1(
        message: Span<UInt8>,
        hash: HashAlgorithm,
        into signature: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        var digest = [64 of UInt8](repeating: 0)
        var digestSpan = digest.mutableSpan
        hash.writeDigest(of: message, into: &digestSpan)
        let digestRange = 0..<hash.digestByteCount
        try signPKCS1(digest: digest.span.extracting(digestRange), hash: hash, into: &signature)
    }

    /// Signs one digest for each key. The digests lie one after another, and so do the signatures,
    /// each as long as its key's modulus. `outcomes` says for each why it failed, or `nil`; the
    /// signature of a failed one is left as it was.
    public static func signPKCS1(
        _ keys: Span<RSAPrivateKey>,
        digests: Span<UInt8>,
        hash: HashAlgorithm,
        into signatures: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let digestByteCount = hash.digestByteCount
        guard signatures.count == modulusByteCount(keys),
            digests.count == keys.count * digestByteCount
        else { throw .inconsistentBatch }
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            let start = index * digestByteCount
            let digest = digests.extracting(start..<(start + digestByteCount))
            try keys[index].loadPKCS1(digest, hash, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].publicKey.store(workspace, into: &signatures, range)
        }
    }

    func loadPKCS1(
        _ digest: Span<UInt8>,
        _ hash: HashAlgorithm,
        _ workspace: Workspace
    ) throws(RSAError) {
        try publicKey.checkUnrestricted()
        // Step 1
        try workspace.withEncodedMessage { encodedMessage throws(RSAError) in
            try PKCS1SignatureEncoding.encode(digest: digest, hash: hash, into: &encodedMessage)
        }
        // Step 2.a
        publicKey.loadEncodedMessage(workspace)
    }
}
