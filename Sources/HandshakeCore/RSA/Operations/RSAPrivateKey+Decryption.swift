// SPDX-License-Identifier: Apache-2.0

/// RSAES-OAEP-DECRYPT and RSAES-PKCS1-V1_5-DECRYPT of RFC 8017 sections 7.1.2 and 7.2.2, the latter
/// with implicit rejection (draft-irtf-cfrg-rsa-guidance, as OpenSSL 3.2 and later do).
extension RSAPrivateKey {
    /// The longest message that a ciphertext of the scheme holds, in bytes: the room that decrypting
    /// one asks for.
    public func maximumMessageByteCount(_ scheme: RSAEncryptionScheme) -> Int {
        publicKey.maximumMessageByteCount(scheme)
    }

    /// Decrypts a ciphertext of ``modulusByteCount`` bytes: writes the message to the start of
    /// `message`, which has room for ``maximumMessageByteCount(_:)`` bytes, and returns its length.
    /// Allocates nothing; what is beyond the message is left as it was.
    ///
    /// With OAEP, throws ``RSAError/decryptionFailed`` for whatever is wrong with the ciphertext's
    /// content, after the same time. With PKCS #1, wrong padding is no error: the result is then a
    /// pseudo-random message of pseudo-random length, the same one each time that the ciphertext is
    /// decrypted with the key, and nothing tells it from a right one.
    ///
    /// Throws ``RSAError/wrongInputLength`` or ``RSAError/wrongOutputLength`` for these lengths, and
    /// ``RSAError/inputOutOfRange`` for a ciphertext that is not below the modulus.
    public func decrypt(
        _ ciphertext: Span<UInt8>,
        scheme: RSAEncryptionScheme,
        into message: inout MutableSpan<UInt8>
    ) throws(RSAError) -> Int {
        guard message.count >= maximumMessageByteCount(scheme) else { throw .wrongOutputLength }
        var byteCount = 0
        try perform { workspace throws(RSAError) in
            try loadCiphertext(ciphertext, workspace)
        } finish: { workspace throws(RSAError) in
            let range = try decode(ciphertext, scheme, workspace)
            byteCount = range.count
            workspace.copyEncodedMessage(range, to: &message, at: 0)
        }
        return byteCount
    }

    /// Decrypts a ciphertext, as ``decrypt(_:scheme:into:)`` does: the message. An array cannot be
    /// wiped: where the message is a key, decrypt into ``SecretBytes``.
    public func decrypt(
        _ ciphertext: [UInt8],
        scheme: RSAEncryptionScheme
    ) throws(RSAError) -> [UInt8] {
        var message: [UInt8] = []
        try perform { workspace throws(RSAError) in
            try loadCiphertext(ciphertext.span, workspace)
        } finish: { workspace throws(RSAError) in
            message = try self.message(ciphertext.span, scheme, workspace)
        }
        return message
    }

    /// Decrypts one ciphertext for each key. Allocates nothing.
    ///
    /// The ciphertexts, each as long as its key's modulus, lie one after another; each message goes
    /// to the place in `messages` that its ciphertext has in `ciphertexts`, its length to
    /// `messageByteCounts`. `outcomes` says for each what ``decrypt(_:scheme:into:)`` throws, or
    /// `nil`. Throws ``RSAError/inconsistentBatch(_:)`` if the lengths do not belong together.
    public static func decrypt(
        _ keys: Span<RSAPrivateKey>,
        _ ciphertexts: Span<UInt8>,
        scheme: RSAEncryptionScheme,
        into messages: inout MutableSpan<UInt8>,
        messageByteCounts: inout MutableSpan<Int>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let byteCount = modulusByteCount(keys)
        try RSABatchMismatch.check("ciphertexts", ciphertexts.count, is: byteCount)
        try RSABatchMismatch.check("messages", messages.count, hasRoomFor: byteCount)
        try RSABatchMismatch.check("messageByteCounts", messageByteCounts.count, is: keys.count)
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            try keys[index].loadCiphertext(ciphertexts.extracting(range), workspace)
        } finish: { index, range, workspace throws(RSAError) in
            let message = try keys[index].decode(ciphertexts.extracting(range), scheme, workspace)
            messageByteCounts[index] = message.count
            workspace.copyEncodedMessage(message, to: &messages, at: range.lowerBound)
        }
    }

    /// Decrypts one ciphertext for each key: each one's message, or why there is none. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if there are not as many ciphertexts as keys.
    public static func decrypt(
        _ keys: [RSAPrivateKey],
        _ ciphertexts: [[UInt8]],
        scheme: RSAEncryptionScheme
    ) throws(RSAError) -> [Result<[UInt8], RSAError>] {
        try RSABatchMismatch.check("ciphertexts", ciphertexts.count, is: keys.count)
        return try batch(keys) { outcomes, results throws(RSAError) in
            try performBatch(keys.span, outcomes: &outcomes) {
                index,
                _,
                workspace throws(RSAError) in
                let ciphertext = ciphertexts[index]
                try keys[index].loadCiphertext(ciphertext.span, workspace)
            } finish: { index, _, workspace throws(RSAError) in
                let ciphertext = ciphertexts[index]
                results[index] = try keys[index].message(ciphertext.span, scheme, workspace)
            }
        }
    }

    /// A ciphertext for a key that may decrypt.
    func loadCiphertext(_ ciphertext: Span<UInt8>, _ workspace: Workspace) throws(RSAError) {
        try publicKey.checkUnrestricted()
        // Step 1
        guard ciphertext.count == modulusByteCount else { throw .wrongInputLength }
        try publicKey.load(ciphertext, 0..<ciphertext.count, workspace)
    }

    /// The message of the ciphertext whose exponentiation is done.
    func message(
        _ ciphertext: Span<UInt8>,
        _ scheme: RSAEncryptionScheme,
        _ workspace: Workspace
    ) throws(RSAError) -> [UInt8] {
        let range = try decode(ciphertext, scheme, workspace)
        return [UInt8](byteCount: range.count) {
            workspace.copyEncodedMessage(range, to: &$0, at: 0)
        }
    }

    /// Step 3: where in the workspace's encoded message the message lies.
    private func decode(
        _ ciphertext: Span<UInt8>,
        _ scheme: RSAEncryptionScheme,
        _ workspace: Workspace
    ) throws(RSAError) -> Range<Int> {
        publicKey.storeEncodedMessage(workspace)
        switch scheme.padding {
        case .pkcs1: return decodePKCS1(ciphertext, workspace)
        case .oaep(let encoding, let label):
            let start = workspace.withEncodedMessage { encoding.decode(&$0, label: label.span) }
            guard let start else { throw .decryptionFailed }
            return start..<modulusByteCount
        }
    }

    private func decodePKCS1(_ ciphertext: Span<UInt8>, _ workspace: Workspace) -> Range<Int> {
        workspace.withEncodedMessages { encodedMessage, pseudoRandom in
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
            return publicStart..<byteCount
        }
    }
}
