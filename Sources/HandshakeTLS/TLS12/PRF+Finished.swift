// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore

extension TLS12.PRF {
    /// Whose Finished message it is.
    public enum Sender: Sendable, Hashable, CaseIterable {
        /// The client's.
        case client
        /// The server's.
        case server
    }

    /// The length of verify_data in bytes.
    public static let verifyDataByteCount = 12

    /// `verifyData` := PRF(masterSecret, "client finished" or "server finished", handshakeHash)
    /// (RFC 5246, section 7.4.9). The handshake hash is a digest of the PRF's hash.
    public func verifyData(
        sender: Sender,
        masterSecret: Span<UInt8>,
        handshakeHash: Span<UInt8>,
        into verifyData: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try Self.check(masterSecret: masterSecret)
        guard handshakeHash.count == hashByteCount else { throw .hashLength }
        guard verifyData.count >= Self.verifyDataByteCount else {
            throw .outputLength
        }
        let label =
            sender == .client ? TLS12.PRFLabel.clientFinished : TLS12.PRFLabel.serverFinished
        derivation.pHash(
            secret: masterSecret,
            label: label,
            handshakeHash,
            Span(),
            into: &verifyData,
            byteCount: Self.verifyDataByteCount
        )
    }

    /// Whether `verifyData` is what the sender's Finished message has to hold; takes the same time
    /// wherever it differs.
    public func isValidVerifyData(
        _ verifyData: Span<UInt8>,
        sender: Sender,
        masterSecret: Span<UInt8>,
        handshakeHash: Span<UInt8>
    ) throws(KeyDerivationError) -> Bool {
        var expected = [12 of UInt8](repeating: 0)
        var bytes = expected.mutableSpan
        try self.verifyData(
            sender: sender,
            masterSecret: masterSecret,
            handshakeHash: handshakeHash,
            into: &bytes
        )
        let isValid = constantTimeEqual(verifyData, bytes.span)
        bytes.wipe()
        return declassify(isValid, because: "whether a Finished message is right is public")
    }
}
