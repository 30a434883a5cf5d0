/// RSAES-PKCS1-V1_5-ENCRYPT of RFC 8017 section 7.2.1.
extension RSAPublicKey {
    /// Encrypts a message of at most ``modulusByteCount`` − 11 bytes; `ciphertext` is
    /// ``modulusByteCount`` bytes long.
    public func encryptPKCS1(
        _ message: Span<UInt8>,
        into ciphertext: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        guard ciphertext.count == modulusByteCount else { throw .wrongOutputLength }
        try perform { workspace throws(RSAError) in
            try loadPKCS1(message, workspace)
        } finish: { workspace throws(RSAError) in
            store(workspace, into: &ciphertext, 0..<modulusByteCount)
        }
    }

    /// Encrypts one message for each key. The messages lie one after another, each as long as
    /// `messageByteCounts` says, and so do the ciphertexts, each as long as its key's modulus.
    /// `outcomes` says for each why it failed, or `nil`.
    public static func encryptPKCS1(
        _ keys: Span<RSAPublicKey>,
        _ messages: Span<UInt8>,
        messageByteCounts: Span<Int>,
        into ciphertexts: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        guard ciphertexts.count == modulusByteCount(keys), messageByteCounts.count == keys.count,
            areConsistent(messageByteCounts, messages.count)
        else { throw .inconsistentBatch }
        try performBatch(keys, outcomes: &outcomes) { index, _, workspace throws(RSAError) in
            let message = messageRange(messageByteCounts, index)
            try keys[index].loadPKCS1(messages.extracting(message), workspace)
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].store(workspace, into: &ciphertexts, range)
        }
    }

    func loadPKCS1(_ message: Span<UInt8>, _ workspace: Workspace) throws(RSAError) {
        try checkEncryption()
        // Step 1
        guard message.count <= modulusByteCount - PKCS1EncryptionEncoding.overheadByteCount else {
            throw .messageTooLong
        }
        // Step 2
        workspace.withEncodedMessage { PKCS1EncryptionEncoding.encode(message, into: &$0) }
        // Step 3.a
        loadEncodedMessage(workspace)
    }

    /// Whether messages of these lengths, one after another, have `byteCount` bytes.
    static func areConsistent(_ messageByteCounts: Span<Int>, _ byteCount: Int) -> Bool {
        var remaining = byteCount
        for index in 0..<messageByteCounts.count {
            guard messageByteCounts[index] >= 0, messageByteCounts[index] <= remaining else {
                return false
            }
            remaining -= messageByteCounts[index]
        }
        return remaining == 0
    }

    /// Where a message lies among messages of these lengths, one after another.
    static func messageRange(_ messageByteCounts: Span<Int>, _ index: Int) -> Range<Int> {
        var start = 0
        for previous in 0..<index { start += messageByteCounts[previous] }
        return start..<(start + messageByteCounts[index])
    }
}
