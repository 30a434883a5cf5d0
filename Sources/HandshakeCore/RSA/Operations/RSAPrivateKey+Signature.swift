// SPDX-License-Identifier: Apache-2.0

/// RSASSA-PSS-SIGN and RSASSA-PKCS1-V1_5-SIGN of RFC 8017 sections 8.1.1 and 8.2.1.
extension RSAPrivateKey {
    /// Signs a message: writes ``modulusByteCount`` bytes to the start of `signature`. Allocates
    /// nothing. A PSS signature's salt is random.
    ///
    /// A key for PSS with parameters takes no others, and no shorter salt:
    /// ``RSAError/notAllowedForKey``. Throws ``RSAError/messageTooLong`` if hash and salt are too long
    /// for the key, ``RSAError/wrongOutputLength`` if `signature` is too short, and
    /// ``RSAError/faultDetected`` if the result is not the message's signature.
    public func sign(
        message: Span<UInt8>,
        scheme: RSASignatureScheme,
        into signature: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        var digest = [64 of UInt8](repeating: 0)
        var digestSpan = digest.mutableSpan
        scheme.hash.writeDigest(of: message, into: &digestSpan)
        try sign(
            digest: digest.span.extracting(0..<scheme.hash.digestByteCount),
            scheme: scheme,
            into: &signature
        )
    }

    /// ``sign(message:scheme:into:)`` with the digest of the message, as long as the scheme's hash
    /// makes them: ``RSAError/wrongInputLength``.
    public func sign(
        digest: Span<UInt8>,
        scheme: RSASignatureScheme,
        into signature: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        try sign(digest: digest, scheme: scheme, into: &signature, fillSalt: SystemRandom.fill)
    }

    /// Signs a message, as ``sign(message:scheme:into:)`` does: the signature.
    public func sign(
        message: [UInt8],
        scheme: RSASignatureScheme
    ) throws(RSAError) -> [UInt8] {
        try [UInt8](byteCount: modulusByteCount) { signature throws(RSAError) in
            try sign(message: message.span, scheme: scheme, into: &signature)
        }
    }

    /// Signs the message with this digest, as ``sign(digest:scheme:into:)`` does: the signature.
    public func sign(digest: [UInt8], scheme: RSASignatureScheme) throws(RSAError) -> [UInt8] {
        try [UInt8](byteCount: modulusByteCount) { signature throws(RSAError) in
            try sign(digest: digest.span, scheme: scheme, into: &signature)
        }
    }

    /// Signs with a salt that the caller writes: for known answers.
    package func sign(
        digest: Span<UInt8>,
        scheme: RSASignatureScheme,
        into signature: inout MutableSpan<UInt8>,
        fillSalt: (inout MutableSpan<UInt8>, Range<Int>) -> Void
    ) throws(RSAError) {
        guard signature.count >= modulusByteCount else { throw .wrongOutputLength }
        try perform { workspace throws(RSAError) in
            try loadSignature(of: digest, scheme, workspace, fillSalt: fillSalt)
        } finish: { workspace throws(RSAError) in
            publicKey.store(workspace, into: &signature, 0..<modulusByteCount)
        }
    }

    /// Puts the number that is raised to the private exponent into the workspace.
    func loadSignature(
        of digest: Span<UInt8>,
        _ scheme: RSASignatureScheme,
        _ workspace: Workspace,
        fillSalt: (inout MutableSpan<UInt8>, Range<Int>) -> Void = SystemRandom.fill
    ) throws(RSAError) {
        guard digest.count == scheme.hash.digestByteCount else { throw .wrongInputLength }
        // Step 1
        switch scheme.padding {
        case .pkcs1:
            try publicKey.checkUnrestricted()
            try workspace.withEncodedMessage { encodedMessage throws(RSAError) in
                try PKCS1SignatureEncoding.encode(
                    digest: digest,
                    hash: scheme.hash,
                    into: &encodedMessage
                )
            }
        case .pss(let mgf1Hash, let saltLength):
            let encoding = try publicKey.pssEncoding(scheme.hash, mgf1Hash)
            let saltByteCount = saltLength.byteCount(scheme.hash)
            guard saltByteCount >= 0 else { throw .unsupportedSaltLength }
            guard saltByteCount >= publicKey.minimumSaltByteCount else { throw .notAllowedForKey }
            guard saltByteCount <= encoding.maximumSaltByteCount else { throw .messageTooLong }
            workspace.withEncodedMessage { encodedMessage in
                encoding.encode(
                    digest: digest,
                    saltByteCount: saltByteCount,
                    into: &encodedMessage,
                    fillSalt: fillSalt
                )
            }
        }
        // Step 2.a
        publicKey.loadEncodedMessage(workspace)
    }
}

/// Signatures of many messages, each with a key of its own, up to eight at once.
extension RSAPrivateKey {
    /// Signs one digest for each key. Allocates nothing.
    ///
    /// The digests lie one after another, and so do the signatures, each as long as its key's modulus,
    /// from the start of `signatures` on. `outcomes` says for each what ``sign(digest:scheme:into:)``
    /// throws, or `nil`; the signature of a failed one is left as it was. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if the lengths do not belong together.
    public static func sign(
        _ keys: Span<RSAPrivateKey>,
        digests: Span<UInt8>,
        scheme: RSASignatureScheme,
        into signatures: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let digestByteCount = scheme.hash.digestByteCount
        try RSABatchMismatch.check("digests", digests.count, is: keys.count * digestByteCount)
        try RSABatchMismatch.check(
            "signatures",
            signatures.count,
            hasRoomFor: modulusByteCount(keys)
        )
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            let start = index * digestByteCount
            let digest = digests.extracting(start..<(start + digestByteCount))
            try keys[index].loadSignature(of: digest, scheme, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].publicKey.store(workspace, into: &signatures, range)
        }
    }

    /// Signs one digest for each key: each one's signature, or why there is none. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if there are not as many digests as keys.
    public static func sign(
        _ keys: [RSAPrivateKey],
        digests: [[UInt8]],
        scheme: RSASignatureScheme
    ) throws(RSAError) -> [Result<[UInt8], RSAError>] {
        try RSABatchMismatch.check("digests", digests.count, is: keys.count)
        return try batch(keys) { outcomes, results throws(RSAError) in
            try performBatch(keys.span, outcomes: &outcomes) {
                index,
                _,
                workspace throws(RSAError) in
                let digest = digests[index]
                try keys[index].loadSignature(of: digest.span, scheme, workspace)
            } finish: { index, _, workspace throws(RSAError) in
                results[index] = keys[index].publicKey.output(workspace)
            }
        }
    }
}
