// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

/// One whole handshake message, as it goes into the transcript (RFC 5246, section 7.4).
package struct HandshakeMessage: Hashable, Sendable {
    /// The type and the length in three bytes that come before a message's body.
    package static let headerByteCount = 4

    package let type: HandshakeType
    /// Header and body.
    package let bytes: [UInt8]

    init(type: HandshakeType, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }

    /// What follows the header, for the parser of the message's type.
    package var body: Span<UInt8> {
        @_lifetime(borrow self)
        get { bytes.span.extracting(droppingFirst: Self.headerByteCount) }
    }
}

/// The body of a handshake message.
package protocol HandshakeBody: Sendable {
    static var type: HandshakeType { get }

    func write(to writer: inout ByteWriter)
}

extension HandshakeBody {
    /// The message with its header. Throws `vectorLength` if a field is longer than TLS can say.
    package func message() throws(WireError) -> HandshakeMessage {
        var writer = ByteWriter(reservingCapacity: 512)
        writer.write(Self.type.rawValue)
        writer.writeVector(lengthByteCount: 3) { write(to: &$0) }
        return HandshakeMessage(type: Self.type, bytes: try writer.finish())
    }
}

/// The types of TLS 1.2's handshake messages (RFC 5246, section 7.4; RFC 5077, section 3.3).
package enum HandshakeType: UInt8, Sendable, CaseIterable {
    case helloRequest = 0
    case clientHello = 1
    case serverHello = 2
    case newSessionTicket = 4
    case certificate = 11
    case serverKeyExchange = 12
    case certificateRequest = 13
    case serverHelloDone = 14
    case certificateVerify = 15
    case clientKeyExchange = 16
    case finished = 20

    /// The message's name in its RFC.
    package var name: String {
        switch self {
        case .helloRequest: "HelloRequest"
        case .clientHello: "ClientHello"
        case .serverHello: "ServerHello"
        case .newSessionTicket: "NewSessionTicket"
        case .certificate: "Certificate"
        case .serverKeyExchange: "ServerKeyExchange"
        case .certificateRequest: "CertificateRequest"
        case .serverHelloDone: "ServerHelloDone"
        case .certificateVerify: "CertificateVerify"
        case .clientKeyExchange: "ClientKeyExchange"
        case .finished: "Finished"
        }
    }

    /// The longest body in bytes that the message's definition allows; a vector of two-byte
    /// elements ends one byte below the 65,535 that its length field can express. Messages of fixed
    /// length are given some room, so that it is their parser that refuses a wrong length, or the
    /// state that refuses the message.
    package var maximumBodyByteCount: Int {
        switch self {
        case .helloRequest, .serverHelloDone, .finished: 256
        // Version, random, session ID, cipher suites, compression methods, extensions
        case .clientHello: 2 + 32 + (1 + 32) + (2 + 65_534) + (1 + 255) + (2 + 65_535)
        // Version, random, session ID, cipher suite, compression method, extensions
        case .serverHello: 2 + 32 + (1 + 32) + 2 + 1 + (2 + 65_535)
        // Lifetime hint, ticket
        case .newSessionTicket: 4 + (2 + 65_535)
        case .certificate: 1 << 24 - 1
        // Curve type, group, public key; signature scheme, signature
        case .serverKeyExchange: 1 + 2 + (1 + 255) + 2 + (2 + 65_535)
        // Certificate types, signature schemes, names of authorities
        case .certificateRequest: (1 + 255) + (2 + 65_534) + (2 + 65_535)
        // Signature scheme, signature
        case .certificateVerify: 2 + (2 + 65_535)
        // The encrypted premaster secret; a key of ECDHE is shorter
        case .clientKeyExchange: 2 + 65_535
        }
    }
}

/// Splits the content of handshake records into messages: a record may carry several messages, and
/// a message may span several records (RFC 5246, section 6.2.1).
package struct HandshakeReassembler: Sendable {
    private var buffer: [UInt8] = []
    private var position = 0
    private let limits: TLSConnectionLimits

    /// - Parameter limits: How long a message of each type may be; a header that announces more is
    ///   refused before the body arrives.
    package init(limits: TLSConnectionLimits) { self.limits = limits }

    /// Whether there is no part of a message that waits for its rest. The keys may change only
    /// then.
    package var isEmpty: Bool { position == buffer.count }

    /// Adds what a record carried, once ``next()`` has found no more messages in the records
    /// before.
    package mutating func append(_ fragment: Span<UInt8>) {
        // Messages that have been taken are removed, so that the buffer does not grow with a peer
        // whose records never end where a message does. What is moved is the rest of the previous
        // record, never more than it brought.
        if position > 0 {
            buffer.removeSubrange(..<position)
            position = 0
        }
        buffer.append(fragment)
    }

    /// The bytes that are held, for tests.
    package var heldByteCount: Int { buffer.count }

    /// The next message, or nil until more of it arrives.
    ///
    /// Throws `unknownHandshakeType`, and `messageTooLong`.
    package mutating func next() throws(WireError) -> HandshakeMessage? {
        guard let message = try firstMessage(in: buffer.span.extracting(droppingFirst: position))
        else { return nil }
        position += message.bytes.count
        return message
    }

    private func firstMessage(in waiting: Span<UInt8>) throws(WireError) -> HandshakeMessage? {
        guard waiting.count > 0 else { return nil }
        guard let type = HandshakeType(rawValue: waiting[0]) else {
            throw .unknownHandshakeType(waiting[0])
        }
        guard waiting.count >= HandshakeMessage.headerByteCount else { return nil }
        let bodyByteCount = Int(waiting[1]) << 16 | Int(waiting[2]) << 8 | Int(waiting[3])
        let maximum = limits.bodyByteCount(of: type)
        guard bodyByteCount <= maximum else {
            throw .messageTooLong(type, byteCount: bodyByteCount, maximum: maximum)
        }
        let byteCount = HandshakeMessage.headerByteCount + bodyByteCount
        guard waiting.count >= byteCount else { return nil }
        return HandshakeMessage(type: type, bytes: [UInt8](waiting.extracting(first: byteCount)))
    }
}

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
