// SPDX-License-Identifier: Apache-2.0

/// RSASSA-PSS-VERIFY and RSASSA-PKCS1-V1_5-VERIFY of RFC 8017 sections 8.1.2 and 8.2.2.
extension RSAPublicKey {
    /// Throws ``RSAError/invalidSignature`` unless `signature` is this key's for the message.
    /// Allocates nothing.
    ///
    /// A key for PSS with parameters takes no others: ``RSAError/notAllowedForKey``.
    public func verify(
        _ signature: Span<UInt8>,
        message: Span<UInt8>,
        scheme: RSASignatureScheme
    ) throws(RSAError) {
        var digest = [64 of UInt8](repeating: 0)
        var digestSpan = digest.mutableSpan
        scheme.hash.writeDigest(of: message, into: &digestSpan)
        try verify(
            signature,
            digest: digest.span.extracting(0..<scheme.hash.digestByteCount),
            scheme: scheme
        )
    }

    /// ``verify(_:message:scheme:)`` with the digest of the message, as long as the scheme's hash
    /// makes them: ``RSAError/wrongInputLength``.
    public func verify(
        _ signature: Span<UInt8>,
        digest: Span<UInt8>,
        scheme: RSASignatureScheme
    ) throws(RSAError) {
        guard digest.count == scheme.hash.digestByteCount else { throw .wrongInputLength }
        try check(scheme)
        // Step 1
        guard signature.count == modulusByteCount else { throw .invalidSignature }
        try perform { workspace throws(RSAError) in
            try loadSignature(signature, 0..<modulusByteCount, workspace)
        } finish: { workspace throws(RSAError) in
            try finishVerification(of: digest, scheme, workspace)
        }
    }

    /// ``verify(_:message:scheme:)`` on arrays.
    public func verify(
        _ signature: [UInt8],
        message: [UInt8],
        scheme: RSASignatureScheme
    ) throws(RSAError) {
        try verify(signature.span, message: message.span, scheme: scheme)
    }

    /// ``verify(_:digest:scheme:)`` on arrays.
    public func verify(
        _ signature: [UInt8],
        digest: [UInt8],
        scheme: RSASignatureScheme
    ) throws(RSAError) {
        try verify(signature.span, digest: digest.span, scheme: scheme)
    }

    /// Verifies one signature for each key. Allocates nothing.
    ///
    /// The signatures, each as long as its key's modulus, lie one after another, and so do the
    /// digests. `outcomes` says for each what ``verify(_:digest:scheme:)`` throws, or `nil` for a
    /// valid one. Throws ``RSAError/inconsistentBatch(_:)`` if the lengths do not belong together.
    public static func verify(
        _ keys: Span<RSAPublicKey>,
        _ signatures: Span<UInt8>,
        digests: Span<UInt8>,
        scheme: RSASignatureScheme,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let digestByteCount = scheme.hash.digestByteCount
        try RSABatchMismatch.check("signatures", signatures.count, is: modulusByteCount(keys))
        try RSABatchMismatch.check("digests", digests.count, is: keys.count * digestByteCount)
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            try keys[index].check(scheme)
            try keys[index].loadSignature(signatures, range, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            let start = index * digestByteCount
            let digest = digests.extracting(start..<(start + digestByteCount))
            try keys[index].finishVerification(of: digest, scheme, workspace)
        }
    }

    /// Verifies one signature for each key: what each one's ``verify(_:digest:scheme:)`` throws, or
    /// `nil` for a valid one. Throws ``RSAError/inconsistentBatch(_:)`` if there are not as many
    /// signatures and digests as keys.
    public static func verify(
        _ keys: [RSAPublicKey],
        _ signatures: [[UInt8]],
        digests: [[UInt8]],
        scheme: RSASignatureScheme
    ) throws(RSAError) -> [RSAError?] {
        try RSABatchMismatch.check("signatures", signatures.count, is: keys.count)
        try RSABatchMismatch.check("digests", digests.count, is: keys.count)
        var outcomes = [RSAError?](repeating: nil, count: keys.count)
        var span = outcomes.mutableSpan
        try performBatch(keys.span, outcomes: &span) { index, _, workspace throws(RSAError) in
            let key = keys[index]
            let signature = signatures[index]
            guard digests[index].count == scheme.hash.digestByteCount else {
                throw .wrongInputLength
            }
            try key.check(scheme)
            guard signature.count == key.modulusByteCount else { throw .invalidSignature }
            try key.loadSignature(signature.span, 0..<signature.count, workspace)
        } finish: { index, _, workspace throws(RSAError) in
            let digest = digests[index]
            try keys[index].finishVerification(of: digest.span, scheme, workspace)
        }
        return outcomes
    }

    /// Throws unless the key may verify signatures of the scheme.
    private func check(_ scheme: RSASignatureScheme) throws(RSAError) {
        switch scheme.padding {
        case .pkcs1: try checkUnrestricted()
        case .pss(let mgf1Hash, _): _ = try pssEncoding(scheme.hash, mgf1Hash)
        }
    }

    /// RSAVP1 step 1: a signature that is not below the modulus is invalid like any other.
    private func loadSignature(
        _ signatures: Span<UInt8>,
        _ range: Range<Int>,
        _ workspace: Workspace
    ) throws(RSAError) {
        do throws(RSAError) {
            try load(signatures, range, workspace)
        } catch {
            throw .invalidSignature
        }
    }

    private func finishVerification(
        of digest: Span<UInt8>,
        _ scheme: RSASignatureScheme,
        _ workspace: Workspace
    ) throws(RSAError) {
        // Step 2.c
        storeEncodedMessage(workspace)
        switch scheme.padding {
        case .pkcs1:
            try workspace.withEncodedMessages { encodedMessage, expected throws(RSAError) in
                // Step 3: the encoded message is made anew, and step 4: compared whole.
                try PKCS1SignatureEncoding.encode(
                    digest: digest,
                    hash: scheme.hash,
                    into: &expected
                )
                guard constantTimeEqual(encodedMessage.span, expected.span) else {
                    throw .invalidSignature
                }
            }
        case .pss(let mgf1Hash, let saltLength):
            let encoding = try pssEncoding(scheme.hash, mgf1Hash)
            // Steps 3, 4
            let saltByteCount = workspace.withEncodedMessage {
                encoding.verify(digest: digest, &$0)
            }
            guard let saltByteCount, saltByteCount >= minimumSaltByteCount,
                saltLength.allows(saltByteCount, scheme.hash)
            else { throw .invalidSignature }
        }
    }

    /// The encoding for these hashes, if the key's parameters allow them.
    func pssEncoding(
        _ hash: HashAlgorithm,
        _ mgf1Hash: HashAlgorithm
    ) throws(RSAError) -> PSSEncoding {
        guard hash != .sha1 else { throw .unsupportedHash }
        if case .pss(let parameters?) = usage {
            guard parameters.hash == hash, parameters.mgf1Hash == mgf1Hash else {
                throw .notAllowedForKey
            }
        }
        return PSSEncoding(hash: hash, mgf1Hash: mgf1Hash, encodedBitCount: modulusBitCount - 1)
    }

    /// What the key's parameters ask of a salt.
    var minimumSaltByteCount: Int {
        if case .pss(let parameters?) = usage { parameters.minimumSaltByteCount } else { 0 }
    }
}
