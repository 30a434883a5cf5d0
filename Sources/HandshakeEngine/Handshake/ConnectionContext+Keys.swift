// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS

// From the premaster secret to protected records: derivation, ChangeCipherSpec and Finished; and
// the end of the secrets.
extension ConnectionContext {
    /// Derives the secrets of a full handshake, with the transcript up to ClientKeyExchange, and
    /// puts them into use.
    mutating func derive(
        _ premasterSecret: borrowing SecretBytes,
        _ randoms: Randoms,
        _ algorithms: TLSCipherSuite.Algorithms,
        isExtended: Bool
    ) throws(TLSConnectionError) -> SessionSecrets {
        let sessionHash = isExtended ? transcript.digest() : nil
        let secrets: SessionSecrets
        do {
            secrets = try observer.measure(.keyDerivation) { () throws(KeyDerivationError) in
                try SessionSecrets(
                    premasterSecret: premasterSecret,
                    randoms: randoms,
                    algorithms: algorithms,
                    sessionHash: sessionHash
                )
            }
        } catch {
            throw .keysNotDerived
        }
        try use(secrets)
        return secrets
    }

    /// Takes the session's secrets and derives the keys of both directions from them.
    mutating func use(_ secrets: SessionSecrets) throws(TLSConnectionError) {
        self.secrets = secrets
        keyLog?(secrets.keyLogLine)
        do {
            let keys = try observer.measure(.keyDerivation) { () throws(KeyDerivationError) in
                try TrafficKeys(secrets, recordLimit: limits.recordsPerKey)
            }
            pendingSealer = try keys.sealer(for: role)
            pendingOpener = try keys.opener(for: role.peer)
        } catch {
            throw .keysNotDerived
        }
    }

    /// Sends ChangeCipherSpec, and Finished under the new keys.
    mutating func sendFinished(_ secrets: SessionSecrets) throws(TLSConnectionError) {
        let changeCipherSpec = ChangeCipherSpec.fragment
        observer.message(.sent, "ChangeCipherSpec", changeCipherSpec.count)
        try outgoing.write(changeCipherSpec.span, .changeCipherSpec)
        guard let sealer = pendingSealer.take() else { throw .keysNotDerived }
        outgoing.protect(with: sealer)
        let verifyData = try verifyData(secrets, role)
        try send(Finished(verifyData: verifyData))
    }

    /// Opens the peer's records with the new keys from now on.
    mutating func protectReceiving() throws(TLSConnectionError) {
        guard let opener = pendingOpener.take() else { throw .keysNotDerived }
        self.opener = consume opener
    }

    /// Checks the peer's Finished against the transcript so far, which does not include it yet (RFC
    /// 5246, section 7.4.9), then adds it.
    mutating func receiveFinished(
        _ message: HandshakeMessage,
        _ secrets: SessionSecrets
    ) throws(TLSConnectionError) {
        let finished = try decoding("Finished") { () throws(WireError) in
            try Finished(parsing: message.body)
        }
        let expected = try verifyData(secrets, role.peer)
        guard constantTimeEqual(finished.verifyData.span, expected.span) else {
            throw .peerMisbehaved(.decryptError, reason: "Finished does not match the handshake")
        }
        transcript.append(message)
    }

    private func verifyData(
        _ secrets: SessionSecrets,
        _ sender: Role
    ) throws(TLSConnectionError) -> [UInt8] {
        do {
            return try observer.measure(.keyDerivation) {
                try secrets.verifyData(sender, handshakeHash: transcript.digest())
            }
        } catch {
            throw .keysNotDerived
        }
    }

    // MARK: The end

    /// Removes the session from its cache: one that ended with a fatal alert is not resumed (RFC
    /// 5246, section 7.2.2). A transport that merely ended is no such alert.
    mutating func forgetSession(because error: TLSConnectionError) {
        if error != .truncated, let session = cachedSession { session.cache.remove(id: session.id) }
    }

    /// Nothing is sent or received any more: the master secret and all keys are wiped.
    mutating func wipe() {
        secrets = nil
        opener = nil
        pendingOpener = nil
        pendingSealer = nil
        outgoing.end()
    }

    /// Whether there is anything for ``wipe()`` to wipe.
    var holdsSecrets: Bool {
        secrets != nil || opener != nil || pendingOpener != nil || pendingSealer != nil
            || outgoing.isProtected
    }
}
