private import HandshakeCore
internal import HandshakeTLS12

/// The keys of a connection's records, cut from the key block (RFC 5246, section 6.3).
struct TrafficKeys: ~Copyable, Sendable {
    private let keyBlock: SecretBytes
    private let shape: KeyBlockShape
    private let recordLimit: UInt64

    init(_ secrets: SessionSecrets, recordLimit: UInt64) throws(KeyDerivationError) {
        keyBlock = try secrets.keyBlock()
        shape = secrets.cipherSuite.keyBlockShape
        self.recordLimit = recordLimit
    }

    /// What protects the records that `sender` sends.
    func sealer(of sender: PRF.Sender) throws(RecordError) -> RecordSealer {
        let (key, iv) = ranges(sender)
        return try keyBlock.withBytes { bytes throws(RecordError) in
            try RecordSealer(
                key: bytes.extracting(key),
                implicitNonce: bytes.extracting(iv),
                recordLimit: recordLimit
            )
        }
    }

    /// What opens the records that `sender` sends.
    func opener(of sender: PRF.Sender) throws(RecordError) -> RecordOpener {
        let (key, iv) = ranges(sender)
        return try keyBlock.withBytes { bytes throws(RecordError) in
            try RecordOpener(
                key: bytes.extracting(key),
                implicitNonce: bytes.extracting(iv),
                recordLimit: recordLimit
            )
        }
    }

    private func ranges(_ sender: PRF.Sender) -> (key: Range<Int>, iv: Range<Int>) {
        switch sender {
        case .client: (shape.clientWriteKey, shape.clientWriteIV)
        case .server: (shape.serverWriteKey, shape.serverWriteIV)
        }
    }
}
