/// RSASSA-PKCS1-V1_5-VERIFY of RFC 8017 section 8.2.2.
extension RSAPublicKey {
    /// Throws ``RSAError/invalidSignature`` unless `signature` is this key's for a message with
    /// this digest: the encoded message is made anew and compared whole.
    public func verifyPKCS1(
        _ signature: Span<UInt8>,
        digest: Span<UInt8>,
        hash: HashAlgorithm
    ) throws(RSAError) {
        try checkUnrestricted()
        guard digest.count == hash.digestByteCount else { throw .wrongInputLength }
        // Step 1
        guard signature.count == modulusByteCount else { throw .invalidSignature }
        try perform { workspace throws(RSAError) in
            try loadSignature(signature, 0..<modulusByteCount, workspace)
        } finish: { workspace throws(RSAError) in
            try finishPKCS1(digest, hash, workspace)
        }
    }

    /// ``verifyPKCS1(_:digest:hash:)`` with the message itself.
    public func verifyPKCS1(
        _ signature: Span<UInt8>,
        message: Span<UInt8>,
        hash: HashAlgorithm
    ) throws(RSAError) {
        var digest = [64 of UInt8](repeating: 0)
        var digestSpan = digest.mutableSpan
        hash.writeDigest(of: message, into: &digestSpan)
        let digestRange = 0..<hash.digestByteCount
        try verifyPKCS1(signature, digest: digest.span.extracting(digestRange), hash: hash)
    }

    /// Verifies one signature for each key. The signatures, each as long as its key's modulus, lie
    /// one after another, and so do the digests. `outcomes` says `nil` for a valid signature.
    public static func verifyPKCS1(
        _ keys: Span<RSAPublicKey>,
        _ signatures: Span<UInt8>,
        digests: Span<UInt8>,
        hash: HashAlgorithm,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let digestByteCount = hash.digestByteCount
        guard signatures.count == modulusByteCount(keys),
            digests.count == keys.count * digestByteCount
        else { throw .inconsistentBatch }
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            try keys[index].checkUnrestricted()
            try keys[index].loadSignature(signatures, range, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            let start = index * digestByteCount
            try keys[index].finishPKCS1(
                digests.extracting(start..<(start + digestByteCount)),
                hash,
                workspace
            )
        }
    }

    func finishPKCS1(
        _ digest: Span<UInt8>,
        _ hash: HashAlgorithm,
        _ workspace: Workspace
    ) throws(RSAError) {
        // Step 2.c
        storeEncodedMessage(workspace)
        try workspace.withEncodedMessages { encodedMessage, expected throws(RSAError) in
            // Step 3
            try PKCS1SignatureEncoding.encode(digest: digest, hash: hash, into: &expected)
            // Step 4
            guard constantTimeEqual(encodedMessage.span, expected.span) else {
                throw .invalidSignature
            }
        }
    }
}
