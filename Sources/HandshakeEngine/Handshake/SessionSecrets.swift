// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore
internal import HandshakeTLS

/// A session's master secret with the randoms of one connection, and what is derived from them
/// (RFC 5246, sections 6.3, 7.4.9 and 8.1). Wiped when the connection ends.
package final class SessionSecrets: Sendable {
    package let algorithms: TLSCipherSuite.Algorithms
    package let randoms: Randoms
    package let masterSecret: SecretBytes

    private init(
        _ randoms: Randoms,
        _ algorithms: TLSCipherSuite.Algorithms,
        masterSecret: consuming SecretBytes
    ) {
        self.algorithms = algorithms
        self.randoms = randoms
        self.masterSecret = consume masterSecret
    }

    /// The secrets of a full handshake. With a session hash the master secret is the extended one
    /// (RFC 7627, section 4).
    convenience init(
        premasterSecret: borrowing SecretBytes,
        randoms: Randoms,
        algorithms: TLSCipherSuite.Algorithms,
        sessionHash: [UInt8]?
    ) throws(KeyDerivationError) {
        let prf = algorithms.prf
        var masterSecret = SecretBytes(byteCount: TLS12.PRF.masterSecretByteCount)
        try premasterSecret.withBytes { premasterSecret throws(KeyDerivationError) in
            try masterSecret.withMutableBytes { masterSecret throws(KeyDerivationError) in
                if let sessionHash {
                    try prf.extendedMasterSecret(
                        premasterSecret: premasterSecret,
                        sessionHash: sessionHash.span,
                        into: &masterSecret
                    )
                } else {
                    try prf.masterSecret(
                        premasterSecret: premasterSecret,
                        clientRandom: randoms.client.span,
                        serverRandom: randoms.server.span,
                        into: &masterSecret
                    )
                }
            }
        }
        self.init(randoms, algorithms, masterSecret: masterSecret)
    }

    /// The secrets of a resumed session.
    convenience init(
        resuming masterSecret: borrowing SecretBytes,
        randoms: Randoms,
        algorithms: TLSCipherSuite.Algorithms
    ) {
        let copy = masterSecret.withBytes { SecretBytes(copying: $0) }
        self.init(randoms, algorithms, masterSecret: copy)
    }

    /// What the Finished message of `sender` holds.
    func verifyData(
        _ sender: ConnectionContext.Role,
        handshakeHash: [UInt8]
    ) throws(KeyDerivationError) -> [UInt8] {
        var verifyData = [UInt8](repeating: 0, count: TLS12.PRF.verifyDataByteCount)
        var output = verifyData.mutableSpan
        try masterSecret.withBytes { masterSecret throws(KeyDerivationError) in
            try algorithms.prf.verifyData(
                sender: sender == .client ? .client : .server,
                masterSecret: masterSecret,
                handshakeHash: handshakeHash.span,
                into: &output
            )
        }
        return verifyData
    }

    /// The key block, cut by `algorithms.keyBlockShape`.
    func keyBlock() throws(KeyDerivationError) -> SecretBytes {
        let shape = algorithms.keyBlockShape
        let randoms = randoms
        return try masterSecret.withBytes { masterSecret throws(KeyDerivationError) in
            try SecretBytes(byteCount: shape.byteCount) {
                keyBlock throws(KeyDerivationError) in
                try algorithms.prf.keyBlock(
                    shape: shape,
                    masterSecret: masterSecret,
                    clientRandom: randoms.client.span,
                    serverRandom: randoms.server.span,
                    into: &keyBlock
                )
            }
        }
    }

    /// Keying material for the application (RFC 5705).
    func export(
        label: [UInt8],
        context: Span<UInt8>?,
        into output: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        let randoms = randoms
        try masterSecret.withBytes { masterSecret throws(KeyDerivationError) in
            if let context {
                try algorithms.prf.exportKeyingMaterial(
                    masterSecret: masterSecret,
                    label: label.span,
                    clientRandom: randoms.client.span,
                    serverRandom: randoms.server.span,
                    context: context,
                    into: &output
                )
            } else {
                try algorithms.prf.exportKeyingMaterial(
                    masterSecret: masterSecret,
                    label: label.span,
                    clientRandom: randoms.client.span,
                    serverRandom: randoms.server.span,
                    into: &output
                )
            }
        }
    }

    /// The line of NSS's key log that lets a debugging tool read the connection.
    var keyLogLine: String {
        let clientRandom = randoms.client
        return masterSecret.withBytes { masterSecret in
            "CLIENT_RANDOM \(Self.hexadecimal(clientRandom.span)) \(Self.hexadecimal(masterSecret))"
        }
    }

    private static func hexadecimal(_ bytes: Span<UInt8>) -> String {
        var text = ""
        for index in bytes.indices {
            let byte = bytes[index]
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}

/// The keys of a connection's records, cut from the key block (RFC 5246, section 6.3).
struct TrafficKeys: ~Copyable, Sendable {
    private let keyBlock: SecretBytes
    private let shape: TLS12.KeyBlockShape
    private let recordLimit: UInt64

    init(_ secrets: SessionSecrets, recordLimit: UInt64) throws(KeyDerivationError) {
        keyBlock = try secrets.keyBlock()
        shape = secrets.algorithms.keyBlockShape
        self.recordLimit = recordLimit
    }

    /// What protects the records that `sender` sends.
    func sealer(for sender: ConnectionContext.Role) throws(RecordError) -> TLS12.RecordSealer {
        let (key, iv) = ranges(sender)
        return try keyBlock.withBytes { bytes throws(RecordError) in
            try TLS12.RecordSealer(
                key: bytes.extracting(key),
                initializationVector: bytes.extracting(iv),
                recordLimit: recordLimit
            )
        }
    }

    /// What opens the records that `sender` sends.
    func opener(for sender: ConnectionContext.Role) throws(RecordError) -> TLS12.RecordOpener {
        let (key, iv) = ranges(sender)
        return try keyBlock.withBytes { bytes throws(RecordError) in
            try TLS12.RecordOpener(
                key: bytes.extracting(key),
                initializationVector: bytes.extracting(iv),
                recordLimit: recordLimit
            )
        }
    }

    private func ranges(_ sender: ConnectionContext.Role) -> (key: Range<Int>, iv: Range<Int>) {
        switch sender {
        case .client: (shape.clientWriteKey, shape.clientWriteIV)
        case .server: (shape.serverWriteKey, shape.serverWriteIV)
        }
    }
}
