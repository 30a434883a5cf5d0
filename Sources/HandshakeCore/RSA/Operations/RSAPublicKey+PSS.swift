/// RSASSA-PSS-VERIFY of RFC 8017 section 8.1.2.
extension RSAPublicKey {
    /// Throws ``RSAError/invalidSignature`` unless `signature` is this key's for a message with
    /// this digest.
    ///
    /// `mgf1Hash` is `hash` if it is not given. The salt has the given length, or any if
    /// `saltLength` is `nil`. A key for PSS with parameters takes no others.
    public func verifyPSS(
        _ signature: Span<UInt8>,
        digest: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        saltLength: RSAPSSSaltLength? = .digest
    ) throws(RSAError) {
        let encoding = try pssEncoding(hash, mgf1Hash)
        guard digest.count == hash.digestByteCount else { throw .wrongInputLength }
        // Step 1
        guard signature.count == modulusByteCount else { throw .invalidSignature }
        try perform { workspace throws(RSAError) in
            try loadSignature(signature, 0..<modulusByteCount, workspace)
        } finish: { workspace throws(RSAError) in
            try finishPSS(encoding, digest, saltLength, workspace)
        }
    }

    /// ``verifyPSS(_:digest:hash:mgf1Hash:saltLength:)`` with the message itself.
    public func verifyPSS(
        _ signature: Span<UInt8>,
        message: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        saltLength: RSAPSSSaltLength? = .digest
    ) throws(RSAError) {
        var digest = [64 of UInt8](repeating: 0)
        var digestSpan = digest.mutableSpan
        hash.writeDigest(of: message, into: &digestSpan)
        try verifyPSS(
            signature,
            digest: digest.span.extracting(0..<hash.digestByteCount),
            hash: hash,
            mgf1Hash: mgf1Hash,
            saltLength: saltLength
        )
    }

    /// Verifies one signature for each key. The signatures, each as long as its key's modulus, lie
    /// one after another, and so do the digests. `outcomes` says `nil` for a valid signature.
    public static func verifyPSS(
        _ keys: Span<RSAPublicKey>,
        _ signatures: Span<UInt8>,
        digests: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        saltLength: RSAPSSSaltLength? = .digest,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let digestByteCount = hash.digestByteCount
        guard signatures.count == modulusByteCount(keys),
            digests.count == keys.count * digestByteCount
        else { throw .inconsistentBatch }
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            _ = try keys[index].pssEncoding(hash, mgf1Hash)
            try keys[index].loadSignature(signatures, range, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            let start = index * digestByteCount
            try keys[index].finishPSS(
                keys[index].pssEncoding(hash, mgf1Hash),
                digests.extracting(start..<(start + digestByteCount)),
                saltLength,
                workspace
            )
        }
    }

    private func finishPSS(
        _ encoding: PSSEncoding,
        _ digest: Span<UInt8>,
        _ saltLength: RSAPSSSaltLength?,
        _ workspace: Workspace
    ) throws(RSAError) {
        // Step 2.c
        storeEncodedMessage(workspace)
        // Steps 3, 4
        let saltByteCount = workspace.withEncodedMessage { encoding.verify(digest: digest, &$0) }
        guard let saltByteCount, saltByteCount >= minimumSaltByteCount else {
            throw .invalidSignature
        }
        if let saltLength, saltLength.byteCount(encoding.hash) != saltByteCount {
            throw .invalidSignature
        }
    }

    /// The encoding for these hashes, if the key's parameters allow them.
    func pssEncoding(
        _ hash: HashAlgorithm,
        _ mgf1Hash: HashAlgorithm?
    ) throws(RSAError) -> PSSEncoding {
        guard hash != .sha1 else { throw .unsupportedHash }
        let mgf1Hash = mgf1Hash ?? hash
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

    /// RSAVP1 step 1: a signature that is not below the modulus is invalid like any other.
    func loadSignature(
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
}
