// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

/// Each step once more: secrets come and go as ``SecretBytes``, all else as arrays.
extension TLS13.KeySchedule {
    /// HKDF-Extract(0, presharedKey); an empty key stands for none.
    public func earlySecret(
        presharedKey: borrowing SecretBytes = SecretBytes(byteCount: 0)
    ) throws(KeyDerivationError) -> SecretBytes {
        try presharedKey.withBytes { presharedKey throws(KeyDerivationError) in
            try secret { output throws(KeyDerivationError) in
                try earlySecret(presharedKey: presharedKey, into: &output)
            }
        }
    }

    /// HKDF-Extract(Derive-Secret(earlySecret, "derived", ""), sharedSecret); an empty shared secret
    /// stands for none.
    public func handshakeSecret(
        earlySecret: borrowing SecretBytes,
        sharedSecret: borrowing SecretBytes = SecretBytes(byteCount: 0)
    ) throws(KeyDerivationError) -> SecretBytes {
        try earlySecret.withBytes { earlySecret throws(KeyDerivationError) in
            try sharedSecret.withBytes { sharedSecret throws(KeyDerivationError) in
                try secret { output throws(KeyDerivationError) in
                    try handshakeSecret(
                        earlySecret: earlySecret,
                        sharedSecret: sharedSecret,
                        into: &output
                    )
                }
            }
        }
    }

    /// HKDF-Extract(Derive-Secret(handshakeSecret, "derived", ""), 0).
    public func masterSecret(
        handshakeSecret: borrowing SecretBytes
    ) throws(KeyDerivationError) -> SecretBytes {
        try handshakeSecret.withBytes { handshakeSecret throws(KeyDerivationError) in
            try secret { output throws(KeyDerivationError) in
                try masterSecret(handshakeSecret: handshakeSecret, into: &output)
            }
        }
    }

    /// Derive-Secret(secret, its label, messages), by the hash of the messages.
    public func deriveSecret(
        _ kind: TLS13.DerivedSecret,
        from source: borrowing SecretBytes,
        transcriptHash: [UInt8]
    ) throws(KeyDerivationError) -> SecretBytes {
        try source.withBytes { source throws(KeyDerivationError) in
            try secret { output throws(KeyDerivationError) in
                try deriveSecret(
                    kind,
                    from: source,
                    transcriptHash: transcriptHash.span,
                    into: &output
                )
            }
        }
    }

    /// Derive-Secret(earlySecret, "ext binder" or "res binder", "").
    public func binderKey(
        of origin: TLS13.PresharedKeyOrigin,
        earlySecret: borrowing SecretBytes
    ) throws(KeyDerivationError) -> SecretBytes {
        try earlySecret.withBytes { earlySecret throws(KeyDerivationError) in
            try secret { output throws(KeyDerivationError) in
                try binderKey(of: origin, earlySecret: earlySecret, into: &output)
            }
        }
    }

    /// The traffic secret after a key update (RFC 8446, section 7.2).
    public func nextTrafficSecret(
        after trafficSecret: borrowing SecretBytes
    ) throws(KeyDerivationError) -> SecretBytes {
        try trafficSecret.withBytes { trafficSecret throws(KeyDerivationError) in
            try secret { output throws(KeyDerivationError) in
                try nextTrafficSecret(after: trafficSecret, into: &output)
            }
        }
    }

    /// The pre-shared key of a ticket (RFC 8446, section 4.6.1), whose nonce has at most 255 bytes.
    public func presharedKey(
        resumptionMasterSecret: borrowing SecretBytes,
        ticketNonce: [UInt8]
    ) throws(KeyDerivationError) -> SecretBytes {
        try resumptionMasterSecret.withBytes { master throws(KeyDerivationError) in
            try secret { output throws(KeyDerivationError) in
                try presharedKey(
                    resumptionMasterSecret: master,
                    ticketNonce: ticketNonce.span,
                    into: &output
                )
            }
        }
    }

    /// A key of a record sealer or opener (RFC 8446, section 7.3), of 16 or 32 bytes.
    public func writeKey(
        trafficSecret: borrowing SecretBytes,
        byteCount: Int
    ) throws(KeyDerivationError) -> SecretBytes {
        try trafficSecret.withBytes { trafficSecret throws(KeyDerivationError) in
            try secret(byteCount: byteCount) { output throws(KeyDerivationError) in
                try writeKey(trafficSecret: trafficSecret, into: &output)
            }
        }
    }

    /// The 12 bytes of a record sealer's or opener's initialization vector (RFC 8446, section 7.3).
    public func writeInitializationVector(
        trafficSecret: borrowing SecretBytes
    ) throws(KeyDerivationError) -> [UInt8] {
        try trafficSecret.withBytes { trafficSecret throws(KeyDerivationError) in
            var output = [UInt8](repeating: 0, count: Self.initializationVectorByteCount)
            var bytes = output.mutableSpan
            try writeInitializationVector(trafficSecret: trafficSecret, into: &bytes)
            return output
        }
    }

    /// The key of verify_data (RFC 8446, section 4.4.4).
    public func finishedKey(
        baseKey: borrowing SecretBytes
    ) throws(KeyDerivationError) -> SecretBytes {
        try baseKey.withBytes { baseKey throws(KeyDerivationError) in
            try secret { output throws(KeyDerivationError) in
                try finishedKey(baseKey: baseKey, into: &output)
            }
        }
    }

    /// What a Finished message holds, or a binder (RFC 8446, section 4.4.4).
    public func verifyData(
        baseKey: borrowing SecretBytes,
        transcriptHash: [UInt8]
    ) throws(KeyDerivationError) -> [UInt8] {
        try baseKey.withBytes { baseKey throws(KeyDerivationError) in
            var output = [UInt8](repeating: 0, count: hashByteCount)
            var bytes = output.mutableSpan
            try verifyData(baseKey: baseKey, transcriptHash: transcriptHash.span, into: &bytes)
            return output
        }
    }

    /// Whether `verifyData` is that of the base key and the transcript; takes the same time wherever
    /// it differs.
    public func isValidVerifyData(
        _ verifyData: [UInt8],
        baseKey: borrowing SecretBytes,
        transcriptHash: [UInt8]
    ) throws(KeyDerivationError) -> Bool {
        try baseKey.withBytes { baseKey throws(KeyDerivationError) in
            try isValidVerifyData(
                verifyData.span,
                baseKey: baseKey,
                transcriptHash: transcriptHash.span
            )
        }
    }

    /// `byteCount` bytes of keying material (RFC 8446, section 7.5), at most 255 digests.
    public func exportKeyingMaterial(
        exporterMasterSecret: borrowing SecretBytes,
        label: [UInt8],
        context: [UInt8] = [],
        byteCount: Int
    ) throws(KeyDerivationError) -> SecretBytes {
        try exporterMasterSecret.withBytes { master throws(KeyDerivationError) in
            try secret(byteCount: byteCount) { output throws(KeyDerivationError) in
                try exportKeyingMaterial(
                    exporterMasterSecret: master,
                    label: label.span,
                    context: context.span,
                    into: &output
                )
            }
        }
    }

    /// HKDF-Expand-Label(secret, label, context, byteCount), at most 255 digests.
    public func expandLabel(
        secret source: borrowing SecretBytes,
        label: [UInt8],
        context: [UInt8],
        byteCount: Int
    ) throws(KeyDerivationError) -> SecretBytes {
        try source.withBytes { source throws(KeyDerivationError) in
            try secret(byteCount: byteCount) { output throws(KeyDerivationError) in
                try expandLabel(
                    secret: source,
                    label: label.span,
                    context: context.span,
                    into: &output
                )
            }
        }
    }

    private func secret(
        byteCount: Int? = nil,
        filledBy body: (inout MutableSpan<UInt8>) throws(KeyDerivationError) -> Void
    ) throws(KeyDerivationError) -> SecretBytes {
        let byteCount = byteCount ?? hashByteCount
        guard 0...255 * hashByteCount ~= byteCount else { throw .outputLength }
        return try SecretBytes(byteCount: byteCount, filledBy: body)
    }
}
