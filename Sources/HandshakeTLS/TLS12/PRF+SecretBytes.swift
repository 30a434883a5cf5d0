// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

/// Each derivation once more: secrets come and go as ``SecretBytes``, all else as arrays.
extension TLS12.PRF {
    /// The first `byteCount` bytes of PRF(secret, label, seed).
    public func derive(
        secret: borrowing SecretBytes,
        label: [UInt8],
        seed: [UInt8],
        byteCount: Int
    ) throws(KeyDerivationError) -> SecretBytes {
        try secret.withBytes { secret throws(KeyDerivationError) in
            try output(byteCount) { output throws(KeyDerivationError) in
                derive(secret: secret, label: label.span, seed: seed.span, into: &output)
            }
        }
    }

    /// The master secret of a premaster secret of any length and both randoms (RFC 5246, section
    /// 8.1).
    public func masterSecret(
        premasterSecret: borrowing SecretBytes,
        clientRandom: [UInt8],
        serverRandom: [UInt8]
    ) throws(KeyDerivationError) -> SecretBytes {
        try premasterSecret.withBytes { premasterSecret throws(KeyDerivationError) in
            try output(Self.masterSecretByteCount) { output throws(KeyDerivationError) in
                try masterSecret(
                    premasterSecret: premasterSecret,
                    clientRandom: clientRandom.span,
                    serverRandom: serverRandom.span,
                    into: &output
                )
            }
        }
    }

    /// The extended master secret of a premaster secret of any length (RFC 7627, section 4).
    public func extendedMasterSecret(
        premasterSecret: borrowing SecretBytes,
        sessionHash: [UInt8]
    ) throws(KeyDerivationError) -> SecretBytes {
        try premasterSecret.withBytes { premasterSecret throws(KeyDerivationError) in
            try output(Self.masterSecretByteCount) { output throws(KeyDerivationError) in
                try extendedMasterSecret(
                    premasterSecret: premasterSecret,
                    sessionHash: sessionHash.span,
                    into: &output
                )
            }
        }
    }

    /// The key block (RFC 5246, section 6.3), to be cut by `shape`'s ranges.
    public func keyBlock(
        shape: TLS12.KeyBlockShape,
        masterSecret: borrowing SecretBytes,
        clientRandom: [UInt8],
        serverRandom: [UInt8]
    ) throws(KeyDerivationError) -> SecretBytes {
        try masterSecret.withBytes { masterSecret throws(KeyDerivationError) in
            try output(shape.byteCount) { output throws(KeyDerivationError) in
                try keyBlock(
                    shape: shape,
                    masterSecret: masterSecret,
                    clientRandom: clientRandom.span,
                    serverRandom: serverRandom.span,
                    into: &output
                )
            }
        }
    }

    /// What a Finished message holds (RFC 5246, section 7.4.9).
    public func verifyData(
        sender: Sender,
        masterSecret: borrowing SecretBytes,
        handshakeHash: [UInt8]
    ) throws(KeyDerivationError) -> [UInt8] {
        try masterSecret.withBytes { masterSecret throws(KeyDerivationError) in
            var output = [UInt8](repeating: 0, count: Self.verifyDataByteCount)
            var bytes = output.mutableSpan
            try verifyData(
                sender: sender,
                masterSecret: masterSecret,
                handshakeHash: handshakeHash.span,
                into: &bytes
            )
            return output
        }
    }

    /// Whether `verifyData` is what the sender's Finished message has to hold; takes the same time
    /// wherever it differs.
    public func isValidVerifyData(
        _ verifyData: [UInt8],
        sender: Sender,
        masterSecret: borrowing SecretBytes,
        handshakeHash: [UInt8]
    ) throws(KeyDerivationError) -> Bool {
        try masterSecret.withBytes { masterSecret throws(KeyDerivationError) in
            try isValidVerifyData(
                verifyData.span,
                sender: sender,
                masterSecret: masterSecret,
                handshakeHash: handshakeHash.span
            )
        }
    }

    /// `byteCount` bytes of keying material (RFC 5705, section 4). The context has at most 65,535
    /// bytes; an empty one is not the same as none.
    public func exportKeyingMaterial(
        masterSecret: borrowing SecretBytes,
        label: [UInt8],
        clientRandom: [UInt8],
        serverRandom: [UInt8],
        context: [UInt8]? = nil,
        byteCount: Int
    ) throws(KeyDerivationError) -> SecretBytes {
        try masterSecret.withBytes { masterSecret throws(KeyDerivationError) in
            try output(byteCount) { output throws(KeyDerivationError) in
                try exportKeyingMaterial(
                    masterSecret: masterSecret,
                    label: label.span,
                    clientRandom: clientRandom.span,
                    serverRandom: serverRandom.span,
                    context: context?.span,
                    into: &output
                )
            }
        }
    }

    // MARK: Batches

    /// The master secrets (RFC 5246, section 8.1) of `count` premaster secrets of one length, one
    /// after the other, and as many entries of clientRandom + serverRandom.
    public func masterSecrets(
        count: Int,
        premasterSecrets: borrowing SecretBytes,
        randoms: [UInt8]
    ) throws(KeyDerivationError) -> SecretBytes {
        try premasterSecrets.withBytes { premasterSecrets throws(KeyDerivationError) in
            try output(count, of: Self.masterSecretByteCount, randoms) {
                output throws(KeyDerivationError) in
                try masterSecrets(
                    count: count,
                    premasterSecrets: premasterSecrets,
                    randoms: randoms.span,
                    into: &output
                )
            }
        }
    }

    /// The extended master secrets (RFC 7627, section 4) of `count` premaster secrets of one length,
    /// one after the other, and as many session hashes.
    public func extendedMasterSecrets(
        count: Int,
        premasterSecrets: borrowing SecretBytes,
        sessionHashes: [UInt8]
    ) throws(KeyDerivationError) -> SecretBytes {
        try premasterSecrets.withBytes { premasterSecrets throws(KeyDerivationError) in
            try output(count, of: Self.masterSecretByteCount, sessionHashes) {
                output throws(KeyDerivationError) in
                try extendedMasterSecrets(
                    count: count,
                    premasterSecrets: premasterSecrets,
                    sessionHashes: sessionHashes.span,
                    into: &output
                )
            }
        }
    }

    /// The key blocks (RFC 5246, section 6.3) of `count` master secrets, one after the other, and as
    /// many entries of serverRandom + clientRandom, in this order.
    public func keyBlocks(
        count: Int,
        shape: TLS12.KeyBlockShape,
        masterSecrets: borrowing SecretBytes,
        randoms: [UInt8]
    ) throws(KeyDerivationError) -> SecretBytes {
        try masterSecrets.withBytes { masterSecrets throws(KeyDerivationError) in
            try output(count, of: shape.byteCount, randoms) { output throws(KeyDerivationError) in
                try keyBlocks(
                    count: count,
                    shape: shape,
                    masterSecrets: masterSecrets,
                    randoms: randoms.span,
                    into: &output
                )
            }
        }
    }

    /// What the Finished messages hold (RFC 5246, section 7.4.9) for `count` master secrets, one after
    /// the other, and as many handshake hashes.
    public func verifyData(
        count: Int,
        sender: Sender,
        masterSecrets: borrowing SecretBytes,
        handshakeHashes: [UInt8]
    ) throws(KeyDerivationError) -> [UInt8] {
        try masterSecrets.withBytes { masterSecrets throws(KeyDerivationError) in
            guard let byteCount = Self.byteCount(count, Self.verifyDataByteCount),
                masterSecrets.count >= byteCount
            else { throw .batchLength }
            var output = [UInt8](repeating: 0, count: byteCount)
            var bytes = output.mutableSpan
            try verifyData(
                count: count,
                sender: sender,
                masterSecrets: masterSecrets,
                handshakeHashes: handshakeHashes.span,
                into: &bytes
            )
            return output
        }
    }

    private func output(
        _ byteCount: Int,
        filledBy body: (inout MutableSpan<UInt8>) throws(KeyDerivationError) -> Void
    ) throws(KeyDerivationError) -> SecretBytes {
        guard byteCount >= 0 else { throw .outputLength }
        return try SecretBytes(byteCount: byteCount, filledBy: body)
    }

    /// The output of a batch with these inputs, of which each entry has at least a byte: no more
    /// memory than they justify.
    private func output(
        _ count: Int,
        of entryByteCount: Int,
        _ inputs: [UInt8],
        filledBy body: (inout MutableSpan<UInt8>) throws(KeyDerivationError) -> Void
    ) throws(KeyDerivationError) -> SecretBytes {
        guard count <= inputs.count, let byteCount = Self.byteCount(count, entryByteCount) else {
            throw .batchLength
        }
        return try SecretBytes(byteCount: byteCount, filledBy: body)
    }
}
