private import HandshakeCore

extension TLS12.PRF {
    /// Whose Finished message it is.
    public enum Sender: Sendable, Hashable, CaseIterable {
        case client, server
    }

    /// The length of verify_data in bytes.
    public static let verifyDataByteCount = 12

    /// `verifyData` := PRF(masterSecret, "client finished" or "server finished", handshakeHash)
    /// (RFC 5246, section 7.4.9). The handshake hash is a digest of the PRF's hash. Compare with
    /// `constantTimeEqual`.
    public func verifyData(
        sender: Sender,
        masterSecret: Span<UInt8>,
        handshakeHash: Span<UInt8>,
        into verifyData: inout MutableSpan<UInt8>
    ) throws(TLS12.KeyDerivationError) {
        try Self.check(masterSecret: masterSecret)
        guard handshakeHash.count == hashByteCount else { throw .hashLength }
        guard verifyData.count == Self.verifyDataByteCount else { throw .outputLength }
        let label =
            sender == .client ? TLS12.PRFLabel.clientFinished : TLS12.PRFLabel.serverFinished
        derivation.pHash(
            secret: masterSecret,
            label: label,
            handshakeHash,
            Span(),
            into: &verifyData
        )
    }
}
