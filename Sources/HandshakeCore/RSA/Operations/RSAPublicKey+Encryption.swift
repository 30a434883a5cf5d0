// SPDX-License-Identifier: Apache-2.0

/// RSAES-OAEP-ENCRYPT and RSAES-PKCS1-V1_5-ENCRYPT of RFC 8017 sections 7.1.1 and 7.2.1.
extension RSAPublicKey {
    /// The longest message that the scheme encrypts with this key, in bytes; below zero if the
    /// scheme's hash is too long for the key.
    public func maximumMessageByteCount(_ scheme: RSAEncryptionScheme) -> Int {
        scheme.maximumMessageByteCount(modulusByteCount: modulusByteCount)
    }

    /// Encrypts a message of at most ``maximumMessageByteCount(_:)`` bytes: writes
    /// ``modulusByteCount`` bytes to the start of `ciphertext`. Allocates nothing.
    ///
    /// Throws ``RSAError/messageTooLong``, ``RSAError/wrongOutputLength`` if `ciphertext` is too
    /// short, ``RSAError/keyTooSmall`` below 2048 bits, and ``RSAError/notAllowedForKey`` if the key
    /// is for signatures.
    public func encrypt(
        _ message: Span<UInt8>,
        scheme: RSAEncryptionScheme,
        into ciphertext: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        guard ciphertext.count >= modulusByteCount else { throw .wrongOutputLength }
        try perform { workspace throws(RSAError) in
            try loadMessage(message, scheme, workspace)
        } finish: { workspace throws(RSAError) in
            store(workspace, into: &ciphertext, 0..<modulusByteCount)
        }
    }

    /// Encrypts a message, as ``encrypt(_:scheme:into:)`` does: the ciphertext.
    public func encrypt(
        _ message: [UInt8],
        scheme: RSAEncryptionScheme
    ) throws(RSAError) -> [UInt8] {
        try [UInt8](byteCount: modulusByteCount) { ciphertext throws(RSAError) in
            try encrypt(message.span, scheme: scheme, into: &ciphertext)
        }
    }

    /// Encrypts one message for each key. Allocates nothing.
    ///
    /// The messages lie one after another, each as long as `messageByteCounts` says, and so do the
    /// ciphertexts, each as long as its key's modulus, from the start of `ciphertexts` on. `outcomes`
    /// says for each what ``encrypt(_:scheme:into:)`` throws, or `nil`. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if the lengths do not belong together.
    public static func encrypt(
        _ keys: Span<RSAPublicKey>,
        _ messages: Span<UInt8>,
        messageByteCounts: Span<Int>,
        scheme: RSAEncryptionScheme,
        into ciphertexts: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        try RSABatchMismatch.check("messageByteCounts", messageByteCounts.count, is: keys.count)
        try checkSum(messageByteCounts, messages.count)
        try RSABatchMismatch.check(
            "ciphertexts",
            ciphertexts.count,
            hasRoomFor: modulusByteCount(keys)
        )
        try performBatch(keys, outcomes: &outcomes) { index, _, workspace throws(RSAError) in
            let message = messageRange(messageByteCounts, index)
            try keys[index].loadMessage(messages.extracting(message), scheme, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].store(workspace, into: &ciphertexts, range)
        }
    }

    /// Encrypts one message for each key: each one's ciphertext, or why there is none. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if there are not as many messages as keys.
    public static func encrypt(
        _ keys: [RSAPublicKey],
        _ messages: [[UInt8]],
        scheme: RSAEncryptionScheme
    ) throws(RSAError) -> [Result<[UInt8], RSAError>] {
        try RSABatchMismatch.check("messages", messages.count, is: keys.count)
        return try batch(keys) { outcomes, results throws(RSAError) in
            try performBatch(keys.span, outcomes: &outcomes) {
                index,
                _,
                workspace throws(RSAError) in
                let message = messages[index]
                try keys[index].loadMessage(message.span, scheme, workspace)
            } finish: { index, _, workspace throws(RSAError) in
                results[index] = keys[index].output(workspace)
            }
        }
    }

    private func loadMessage(
        _ message: Span<UInt8>,
        _ scheme: RSAEncryptionScheme,
        _ workspace: Workspace
    ) throws(RSAError) {
        try checkEncryption()
        // Step 1
        guard message.count <= maximumMessageByteCount(scheme) else { throw .messageTooLong }
        // Step 2
        workspace.withEncodedMessage { encodedMessage in
            switch scheme.padding {
            case .pkcs1: PKCS1EncryptionEncoding.encode(message, into: &encodedMessage)
            case .oaep(let encoding, let label):
                encoding.encode(message, label: label.span, into: &encodedMessage)
            }
        }
        // Step 3.a
        loadEncodedMessage(workspace)
    }

    /// Throws unless messages of these lengths, one after another, have `byteCount` bytes.
    private static func checkSum(
        _ messageByteCounts: Span<Int>,
        _ byteCount: Int
    ) throws(RSAError) {
        var sum = 0
        for index in 0..<messageByteCounts.count {
            let remaining = byteCount - sum
            guard 0...remaining ~= messageByteCounts[index] else {
                throw .inconsistentBatch(
                    RSABatchMismatch(
                        argument: "messageByteCounts",
                        count: messageByteCounts[index],
                        expectedCount: remaining,
                        index: index
                    )
                )
            }
            sum += messageByteCounts[index]
        }
        try RSABatchMismatch.check("messages", byteCount, is: sum)
    }

    /// Where a message lies among messages of these lengths, one after another.
    private static func messageRange(_ messageByteCounts: Span<Int>, _ index: Int) -> Range<Int> {
        var start = 0
        for previous in 0..<index { start += messageByteCounts[previous] }
        return start..<(start + messageByteCounts[index])
    }
}
