// SPDX-License-Identifier: Apache-2.0

/// The premaster secret of TLS 1.2's RSA key exchange (RFC 5246 section 7.4.7.1).
extension RSAPrivateKey {
    /// A premaster secret's length in bytes: the client's version and 46 random bytes.
    public static var premasterSecretByteCount: Int { 48 }

    /// Decrypts an EncryptedPreMasterSecret: writes 48 bytes to the start of `premasterSecret`.
    /// Allocates nothing.
    ///
    /// `clientVersion` is the version that the ClientHello offered (0x0303 for TLS 1.2). The result
    /// always starts with it. For wrong padding, a message that is not 48 bytes long, a ciphertext
    /// of the wrong length or one that is not below the modulus, the rest is random: none of them
    /// is an error, and the handshake fails at its Finished message. Nor does what the ciphertext
    /// holds change the time; whoever sends it knows its length, and whether it is below the modulus.
    public func decryptPremasterSecret(
        _ ciphertext: Span<UInt8>,
        clientVersion: UInt16,
        into premasterSecret: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        guard premasterSecret.count >= Self.premasterSecretByteCount else {
            throw .wrongOutputLength
        }
        try perform { workspace throws(RSAError) in
            try loadPremaster(ciphertext, 0..<ciphertext.count, workspace)
        } finish: { workspace throws(RSAError) in
            finishPremaster(workspace, clientVersion, &premasterSecret, at: 0)
        }
    }

    /// Decrypts an EncryptedPreMasterSecret, as ``decryptPremasterSecret(_:clientVersion:into:)``
    /// does: 48 bytes.
    public func decryptPremasterSecret(
        _ ciphertext: [UInt8],
        clientVersion: UInt16
    ) throws(RSAError) -> SecretBytes {
        try SecretBytes(byteCount: Self.premasterSecretByteCount) { secret throws(RSAError) in
            try decryptPremasterSecret(
                ciphertext.span,
                clientVersion: clientVersion,
                into: &secret
            )
        }
    }

    /// Decrypts one EncryptedPreMasterSecret for each key. Allocates nothing.
    ///
    /// The ciphertexts, each as long as its key's modulus, lie one after another, and so do the
    /// 48-byte results. `outcomes` says for each why it failed, or `nil`: for the key's usage or a
    /// fault, but never for what a ciphertext holds. One of another length has the single form. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if the lengths do not belong together.
    public static func decryptPremasterSecret(
        _ keys: Span<RSAPrivateKey>,
        _ ciphertexts: Span<UInt8>,
        clientVersions: Span<UInt16>,
        into premasterSecrets: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        try RSABatchMismatch.check("ciphertexts", ciphertexts.count, is: modulusByteCount(keys))
        try RSABatchMismatch.check("clientVersions", clientVersions.count, is: keys.count)
        try RSABatchMismatch.check(
            "premasterSecrets",
            premasterSecrets.count,
            hasRoomFor: keys.count * premasterSecretByteCount
        )
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            try keys[index].loadPremaster(ciphertexts, range, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].finishPremaster(
                workspace,
                clientVersions[index],
                &premasterSecrets,
                at: index * premasterSecretByteCount
            )
        }
    }

    /// Decrypts one EncryptedPreMasterSecret for each key, of any length: writes the 48-byte results
    /// one after another, and returns why each one failed, or `nil`. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if there are not as many ciphertexts and versions as keys,
    /// or `premasterSecrets` has no room for all.
    public static func decryptPremasterSecret(
        _ keys: [RSAPrivateKey],
        _ ciphertexts: [[UInt8]],
        clientVersions: [UInt16],
        into premasterSecrets: inout SecretBytes
    ) throws(RSAError) -> [RSAError?] {
        try RSABatchMismatch.check("ciphertexts", ciphertexts.count, is: keys.count)
        try RSABatchMismatch.check("clientVersions", clientVersions.count, is: keys.count)
        try RSABatchMismatch.check(
            "premasterSecrets",
            premasterSecrets.byteCount,
            hasRoomFor: keys.count * premasterSecretByteCount
        )
        var outcomes = [RSAError?](repeating: nil, count: keys.count)
        var span = outcomes.mutableSpan
        try premasterSecrets.withMutableBytes { secrets throws(RSAError) in
            try performBatch(keys.span, outcomes: &span) { index, _, workspace throws(RSAError) in
                let ciphertext = ciphertexts[index]
                try keys[index].loadPremaster(ciphertext.span, 0..<ciphertext.count, workspace)
            } finish: { index, _, workspace throws(RSAError) in
                keys[index].finishPremaster(
                    workspace,
                    clientVersions[index],
                    &secrets,
                    at: index * premasterSecretByteCount
                )
            }
        }
        return outcomes
    }

    /// The ciphertext, or a number in its place if it has the wrong length or is not in range, which
    /// anyone can see.
    func loadPremaster(
        _ ciphertexts: Span<UInt8>,
        _ range: Range<Int>,
        _ workspace: Workspace
    ) throws(RSAError) {
        try publicKey.checkUnrestricted()
        workspace.holdsStandIn = true
        if range.count == modulusByteCount {
            do throws(RSAError) {
                try publicKey.load(ciphertexts, range, workspace)
                workspace.holdsStandIn = false
                return
            } catch {}
        }
        workspace.loadStandIn()
    }

    func finishPremaster(
        _ workspace: Workspace,
        _ clientVersion: UInt16,
        _ premasterSecrets: inout MutableSpan<UInt8>,
        at start: Int
    ) {
        let byteCount = Self.premasterSecretByteCount
        publicKey.storeEncodedMessage(workspace)
        // Step 1: a string R of random bytes
        SystemRandom.fill(&premasterSecrets, start..<(start + byteCount))
        workspace.withEncodedMessage { encodedMessage in
            // Step 2: M, and whether it is one of 48 bytes
            let hasMessage = PKCS1EncryptionEncoding.hasMessage(
                ofByteCount: byteCount,
                encodedMessage.span
            )
            let isRight = hasMessage & .isZero(workspace.holdsStandIn ? 1 : 0)
            // Step 3: client_version || R, or client_version || M[2..47]
            let messageStart = encodedMessage.count - byteCount
            for index in 0..<byteCount {
                premasterSecrets[start + index] = isRight.select(
                    encodedMessage[messageStart + index],
                    else: premasterSecrets[start + index]
                )
            }
        }
        premasterSecrets[start] = UInt8(clientVersion >> 8)
        premasterSecrets[start + 1] = UInt8(truncatingIfNeeded: clientVersion)
    }
}
