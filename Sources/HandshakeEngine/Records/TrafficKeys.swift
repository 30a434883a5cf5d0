private import HandshakeCore
internal import HandshakeTLS

/// The keys of a connection's records, cut from the key block (RFC 5246, section 6.3).
struct TrafficKeys: ~Copyable, Sendable {
    private let keyBlock: SecretBytes
    private let shape: TLS12.KeyBlockShape
    private let recordLimit: UInt64

    init(_ secrets: SessionSecrets, recordLimit: UInt64) throws(KeyDerivationError) {
        keyBlock = try secrets.keyBlock()
        shape = secrets.cipherSuite.keyBlockShape
        self.recordLimit = recordLimit
    }

    /// What protects the records that `sender` sends.
    func sealer(of sender: TLS12.PRF.Sender) throws(RecordError) -> TLS12.RecordSealer {
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
    func opener(of sender: TLS12.PRF.Sender) throws(RecordError) -> TLS12.RecordOpener {
        let (key, iv) = ranges(sender)
        return try keyBlock.withBytes { bytes throws(RecordError) in
            try TLS12.RecordOpener(
                key: bytes.extracting(key),
                initializationVector: bytes.extracting(iv),
                recordLimit: recordLimit
            )
        }
    }

    private func ranges(_ sender: TLS12.PRF.Sender) -> (key: Range<Int>, iv: Range<Int>) {
        switch sender {
        case .client: (shape.clientWriteKey, shape.clientWriteIV)
        case .server: (shape.serverWriteKey, shape.serverWriteIV)
        }
    }
}
