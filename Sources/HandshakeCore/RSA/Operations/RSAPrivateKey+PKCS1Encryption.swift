/// RSAES-PKCS1-V1_5-DECRYPT of RFC 8017 section 7.2.2, with implicit rejection
/// (draft-irtf-cfrg-rsa-guidance, as OpenSSL 3.2 and later do).
extension RSAPrivateKey {
    /// Decrypts a ciphertext of ``modulusByteCount`` bytes; returns the message's length.
    ///
    /// Wrong padding is no error: the result is then a pseudo-random message of pseudo-random
    /// length, the same one each time that the ciphertext is decrypted with the key, and nothing
    /// tells it from a right one. `message` has room for ``modulusByteCount`` − 11 bytes; what is
    /// beyond the result is left as it was.
    public func decryptPKCS1(
        _ ciphertext: Span<UInt8>,
        into message: inout MutableSpan<UInt8>
    ) throws(RSAError) -> Int {
        let range = 0..<modulusByteCount
        guard ciphertext.count == modulusByteCount else { throw .wrongInputLength }
        guard message.count >= modulusByteCount - PKCS1EncryptionEncoding.overheadByteCount else {
            throw .wrongOutputLength
        }
        var byteCount = 0
        try perform { workspace throws(RSAError) in
            try loadCiphertext(ciphertext, range, workspace)
        } finish: { workspace throws(RSAError) in
            byteCount = finishPKCS1(ciphertext, workspace, into: &message, at: 0)
        }
        return byteCount
    }

    /// ``decryptPKCS1(_:into:)`` on arrays.
    public func decryptPKCS1(_ ciphertext: [UInt8]) throws(RSAError) -> [UInt8] {
        var message = [UInt8](repeating: 0, count: modulusByteCount)
        var span = message.mutableSpan
        let byteCount = try decryptPKCS1(ciphertext.span, into: &span)
        message.removeLast(message.count - byteCount)
        return message
    }

    /// Decrypts one ciphertext for each key. The ciphertexts lie one after another; each message
    /// goes to the place in `messages` that its ciphertext has in `ciphertexts`, its length to
    /// `messageByteCounts`. `outcomes` says for each why it failed, or `nil`.
    public static func decryptPKCS1(
        _ keys: Span<RSAPrivateKey>,
        _ ciphertexts: Span<UInt8>,
        into messages: inout MutableSpan<UInt8>,
        messageByteCounts: inout MutableSpan<Int>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let byteCount = modulusByteCount(keys)
        guard ciphertexts.count == byteCount, messages.count == byteCount,
            messageByteCounts.count == keys.count
        else { throw .inconsistentBatch }
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            try keys[index].loadCiphertext(ciphertexts, range, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            messageByteCounts[index] = keys[index].finishPKCS1(
                ciphertexts.extracting(range),
                workspace,
                into: &messages,
                at: range.lowerBound
            )
        }
    }

    /// A ciphertext for a key that may decrypt.
    func loadCiphertext(
        _ ciphertexts: Span<UInt8>,
        _ range: Range<Int>,
        _ workspace: Workspace
    ) throws(RSAError) {
        try publicKey.checkUnrestricted()
        try publicKey.load(ciphertexts, range, workspace)
    }

    func finishPKCS1(
        _ ciphertext: Span<UInt8>,
        _ workspace: Workspace,
        into messages: inout MutableSpan<UInt8>,
        at messageStart: Int
    ) -> Int {
        publicKey.storeEncodedMessage(workspace)
        return workspace.withEncodedMessages { encodedMessage, pseudoRandom in
            let pseudoRandomByteCount = implicitRejection.fill(
                &pseudoRandom,
                ciphertext: ciphertext
            )
            let (isRight, start) = PKCS1EncryptionEncoding.messageStart(encodedMessage.span)
            let byteCount = encodedMessage.count
            for index in 0..<byteCount {
                encodedMessage[index] = isRight.select(
                    encodedMessage[index],
                    else: pseudoRandom[index]
                )
            }
            let selectedStart = isRight.select(
                start,
                else: UInt64(byteCount) &- pseudoRandomByteCount
            )
            let publicStart = Int(
                declassify(selectedStart, because: "the message's length, real or not, is returned")
            )
            for index in publicStart..<byteCount {
                messages[messageStart + index - publicStart] = encodedMessage[index]
            }
            return byteCount - publicStart
        }
    }
}
