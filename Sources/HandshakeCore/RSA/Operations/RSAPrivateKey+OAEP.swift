/// RSAES-OAEP-DECRYPT of RFC 8017 section 7.1.2.
extension RSAPrivateKey {
    /// Decrypts a ciphertext of ``modulusByteCount`` bytes; returns the message's length.
    ///
    /// `mgf1Hash` is `hash` if it is not given. `message` has room for ``modulusByteCount`` −
    /// 2 · digest length − 2 bytes; what is beyond the result is left as it was. Throws
    /// ``RSAError/decryptionFailed`` for whatever is wrong with the ciphertext's content, after the
    /// same time.
    public func decryptOAEP(
        _ ciphertext: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        label: Span<UInt8> = Span(),
        into message: inout MutableSpan<UInt8>
    ) throws(RSAError) -> Int {
        let encoding = OAEPEncoding(hash: hash, mgf1Hash: mgf1Hash ?? hash)
        let maximum = encoding.maximumMessageByteCount(modulusByteCount: modulusByteCount)
        // Step 1
        guard ciphertext.count == modulusByteCount else { throw .wrongInputLength }
        guard message.count >= maximum else { throw .wrongOutputLength }
        var byteCount = 0
        try perform { workspace throws(RSAError) in
            try loadCiphertext(ciphertext, 0..<modulusByteCount, workspace)
        } finish: { workspace throws(RSAError) in
            byteCount = try finishOAEP(encoding, label, workspace, into: &message, at: 0)
        }
        return byteCount
    }

    /// Decrypts one ciphertext for each key, all with one label. The ciphertexts lie one after
    /// another; each message goes to the place in `messages` that its ciphertext has in
    /// `ciphertexts`, its length to `messageByteCounts`. `outcomes` says for each why it failed, or
    /// `nil`.
    public static func decryptOAEP(
        _ keys: Span<RSAPrivateKey>,
        _ ciphertexts: Span<UInt8>,
        hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        label: Span<UInt8> = Span(),
        into messages: inout MutableSpan<UInt8>,
        messageByteCounts: inout MutableSpan<Int>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let byteCount = modulusByteCount(keys)
        guard ciphertexts.count == byteCount, messages.count == byteCount,
            messageByteCounts.count == keys.count
        else { throw .inconsistentBatch }
        let encoding = OAEPEncoding(hash: hash, mgf1Hash: mgf1Hash ?? hash)
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            try keys[index].loadCiphertext(ciphertexts, range, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            messageByteCounts[index] = try keys[index].finishOAEP(
                encoding,
                label,
                workspace,
                into: &messages,
                at: range.lowerBound
            )
        }
    }

    func finishOAEP(
        _ encoding: OAEPEncoding,
        _ label: Span<UInt8>,
        _ workspace: Workspace,
        into messages: inout MutableSpan<UInt8>,
        at messageStart: Int
    ) throws(RSAError) -> Int {
        publicKey.storeEncodedMessage(workspace)
        return try workspace.withEncodedMessage { encodedMessage throws(RSAError) in
            // Step 3
            guard let start = encoding.decode(&encodedMessage, label: label) else {
                throw .decryptionFailed
            }
            for index in start..<encodedMessage.count {
                messages[messageStart + index - start] = encodedMessage[index]
            }
            return encodedMessage.count - start
        }
    }
}
