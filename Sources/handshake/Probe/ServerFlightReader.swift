// SPDX-License-Identifier: Apache-2.0

package import HandshakeEngine

/// Reads what a server sends in the clear in answer to a ClientHello, however it is cut. Lengths
/// are bounded: a server can make it keep ``maximumByteCount`` bytes.
package struct ServerFlightReader {
    /// The most bytes that are read of an answer.
    package static let maximumByteCount = 1 << 18
    /// RFC 5246, section 6.2.1
    private static let maximumRecordByteCount = 1 << 14
    private static let headerByteCount = 5

    /// RFC 5246, section 6.2.1
    private enum ContentType: UInt8 {
        case changeCipherSpec = 20
        case alert = 21
        case handshake = 22
        case applicationData = 23
    }

    /// The version that was asked for.
    private let version: TLSProtocolVersion
    private var waiting: [UInt8] = []
    private var receivedByteCount = 0
    private var reassembler: HandshakeReassembler
    private let limits: TLSConnectionLimits
    private var flight: ServerFlight?

    package init(version: TLSProtocolVersion) {
        self.version = version
        limits = TLSConnectionLimits()
        reassembler = HandshakeReassembler(limits: limits)
    }

    /// What the answer is, or `nil` until more of it arrives.
    package mutating func receive(_ bytes: [UInt8]) -> HelloAnswer? {
        receivedByteCount += bytes.count
        guard receivedByteCount <= Self.maximumByteCount else {
            return .malformed("more than \(Self.maximumByteCount) bytes came")
        }
        waiting += bytes
        while !waiting.isEmpty {
            guard waiting[0] >= ContentType.changeCipherSpec.rawValue,
                let type = ContentType(rawValue: waiting[0]),
                waiting.count < 2 || waiting[1] == 3
            else { return flight == nil ? .notTLS(notTLS) : .malformed("no record of TLS came") }
            guard waiting.count >= Self.headerByteCount else { return nil }
            let byteCount = Int(waiting[3]) << 8 | Int(waiting[4])
            guard byteCount <= Self.maximumRecordByteCount else {
                return .malformed("a record of \(byteCount) bytes came")
            }
            let end = Self.headerByteCount + byteCount
            guard waiting.count >= end else { return nil }
            let fragment = Array(waiting[Self.headerByteCount..<end])
            waiting.removeFirst(end)
            if let answer = receive(type, fragment) { return answer }
        }
        return nil
    }

    /// What the answer is if the server ends the connection now.
    package func end() -> HelloAnswer {
        waiting.isEmpty || flight != nil ? .closed : .notTLS(notTLS)
    }

    /// The connection's first bytes, in words.
    private var notTLS: String { PlainProtocol.name(of: waiting) }

    private mutating func receive(_ type: ContentType, _ fragment: [UInt8]) -> HelloAnswer? {
        switch type {
        case .alert:
            guard let alert = try? TLSAlert(parsing: fragment.span) else {
                return .malformed("an alert that cannot be read came")
            }
            // Such as unrecognized_name, after which the handshake goes on.
            let isEnd = alert.level == .fatal || alert.description == .closeNotify
            return isEnd ? .alert(alert.description) : nil
        case .handshake:
            return receive(handshake: fragment)
        case .changeCipherSpec where version == .tls13:
            // After a HelloRetryRequest (RFC 8446, appendix D.4)
            return nil
        case .changeCipherSpec, .applicationData:
            return .malformed("a record came that may not come in the clear")
        }
    }

    private mutating func receive(handshake fragment: [UInt8]) -> HelloAnswer? {
        reassembler.append(fragment.span)
        do throws(WireError) {
            while let message = try reassembler.next() {
                if let answer = try receive(message) { return answer }
            }
            return nil
        } catch {
            return .malformed("its answer cannot be read: \(error)")
        }
    }

    private mutating func receive(_ message: HandshakeMessage) throws(WireError) -> HelloAnswer? {
        guard message.type != .serverHello else { return try receive(serverHello: message) }
        guard var flight else { return .malformed("\(message.type.name) came before ServerHello") }
        switch message.type {
        case .certificate:
            flight.certificates = try CertificateMessage(
                parsing: message.body,
                maximumCertificateCount: limits.certificateCount
            ).certificates
        case .serverKeyExchange:
            try flight.read(serverKeyExchange: message.body)
        case .certificateRequest:
            flight.asksForCertificate = true
        case .serverHelloDone:
            return .flight(flight)
        default:
            return .malformed("\(message.type.name) came in the server's first flight")
        }
        self.flight = flight
        return nil
    }

    private mutating func receive(
        serverHello message: HandshakeMessage
    ) throws(WireError) -> HelloAnswer? {
        guard flight == nil else { return .malformed("ServerHello came twice") }
        let hello = try ServerFlight(serverHello: message.body)
        guard hello.version == version else { return .otherVersion(hello.version) }
        guard version == .tls13 else {
            flight = hello
            return nil
        }
        return Self.isRetryRequest(message.body) ? nil : .flight(hello)
    }

    /// Whether a ServerHello is a HelloRetryRequest: its random is SHA-256 of that name (RFC 8446,
    /// section 4.1.3).
    private static func isRetryRequest(_ body: Span<UInt8>) -> Bool {
        let start = 2
        guard body.count >= start + retryRandom.count else { return false }
        return retryRandom.indices.allSatisfy { retryRandom[$0] == body[start + $0] }
    }

    private static let retryRandom: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8,
        0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8,
        0x33, 0x9C,
    ]
}

/// What a server speaks that does not speak TLS.
enum PlainProtocol {
    /// In words; `bytes` are a connection's first, which are no record of TLS.
    static func name(of bytes: [UInt8]) -> String {
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        let text = String(decoding: line.prefix(maximumLineByteCount), as: UTF8.self)
        if text.hasPrefix("HTTP/") || text.hasPrefix("<") {
            return "it speaks HTTP without TLS"
        }
        if text.hasPrefix("SSH-") { return "it speaks SSH" }
        let isText = line.allSatisfy { 0x20...0x7E ~= $0 } && line.count > 3
        guard isText else { return "what came is no TLS" }
        if text.hasPrefix("220") || text.hasPrefix("+OK") || text.hasPrefix("* OK") {
            return "it speaks a protocol that begins without TLS (\"\(text)\")"
        }
        return "plain text came: \"\(text)\""
    }

    private static let maximumLineByteCount = 64
}
