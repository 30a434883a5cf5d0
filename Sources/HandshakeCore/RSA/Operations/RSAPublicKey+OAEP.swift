/// RSAES-OAEP-ENCRYPT of RFC 8017 section 7.1.1.
extension RSAPublicKey {
    /// Encrypts a message of at most ``modulusByteCount`` − 2 · digest length − 2 bytes;
    /// `ciphertext` is ``modulusByteCount`` bytes long. `mgf1Hash` is `hash` if it is not given.
    public func encryptOAEP(
        _ message: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        label: Span<UInt8> = Span(),
        into ciphertext: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        guard ciphertext.count == modulusByteCount else { throw .wrongOutputLength }
        let encoding = OAEPEncoding(hash: hash, mgf1Hash: mgf1Hash ?? hash)
        try perform { workspace throws(RSAError) in
            try loadOAEP(encoding, message, label, workspace)
        } finish: { workspace throws(RSAError) in
            store(workspace, into: &ciphertext, 0..<modulusByteCount)
        }
    }

    /// Encrypts one message for each key, all with one label. The messages lie one after another,
    /// each as long as `messageByteCounts` says, and so do the ciphertexts, each as long as its
    /// key's modulus. `outcomes` says for each why it failed, or `nil`.
    public static func encryptOAEP(
        _ keys: Span<RSAPublicKey>,
        _ messages: Span<UInt8>,
        messageByteCounts: Span<Int>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        label: Span<UInt8> = Span(),
        into ciphertexts: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        guard ciphertexts.count == modulusByteCount(keys), messageByteCounts.count == keys.count,
            areConsistent(messageByteCounts, messages.count)
        else { throw .inconsistentBatch }
        let encoding = OAEPEncoding(hash: hash, mgf1Hash: mgf1Hash ?? hash)
        try performBatch(keys, outcomes: &outcomes) { index, _, workspace throws(RSAError) in
            let message = messageRange(messageByteCounts, index)
            try keys[index].loadOAEP(encoding, messages.extracting(message), label, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].store(workspace, into: &ciphertexts, range)
        }
    }

    private func loadOAEP(
        _ encoding: OAEPEncoding,
        _ message: Span<UInt8>,
        _ label: Span<UInt8>,
        _ workspace: Workspace
    ) throws(RSAError) {
        try checkEncryption()
        // Step 1.b
        let maximum = encoding.maximumMessageByteCount(modulusByteCount: modulusByteCount)
        guard message.count <= maximum else { throw .messageTooLong }
        // Step 2
        workspace.withEncodedMessage { encoding.encode(message, label: label, into: &$0) }
        // Step 3.a
        loadEncodedMessage(workspace)
    }
}
