internal import HandshakeCore

/// The handshake's messages so far, as the two Finished messages, the extended master secret and
/// CertificateVerify see them (RFC 5246, section 7.4.9).
struct Transcript: ~Copyable, Sendable {
    /// The messages themselves, until it is sure that no CertificateVerify will need them with
    /// another hash than the cipher suite's.
    private var messages: [UInt8] = []
    private var keepsMessages = true
    /// The hash of the cipher suite, once there is one.
    private var hash: HashState?

    mutating func append(_ message: HandshakeMessage) {
        let bytes = message.bytes.span
        hash?.update(bytes)
        if keepsMessages { messages.append(bytes) }
    }

    /// Hashes all messages, past and to come, with the cipher suite's hash.
    mutating func begin(_ algorithm: HashAlgorithm) {
        var hash = HashState(algorithm)
        hash.update(messages.span)
        self.hash = consume hash
    }

    /// No CertificateVerify will come or be sent.
    mutating func dropMessages() {
        messages = []
        keepsMessages = false
    }

    /// The hash of the messages so far; after ``begin(_:)``.
    func digest() -> [UInt8] {
        guard var copy = hash?.copy() else { return [] }
        var digest = [UInt8](repeating: 0, count: copy.algorithm.digestByteCount)
        var span = digest.mutableSpan
        copy.writeDigest(into: &span)
        return digest
    }

    /// Another hash of the messages so far; before ``dropMessages()``.
    func digest(_ algorithm: HashAlgorithm) -> [UInt8] { algorithm.digest(messages) }
}

extension HashAlgorithm {
    /// The digest of `message`.
    func digest(_ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestByteCount)
        var span = digest.mutableSpan
        writeDigest(of: message.span, into: &span)
        return digest
    }
}
