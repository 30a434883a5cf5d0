// SPDX-License-Identifier: Apache-2.0

private import HandshakeTLS

/// A ticket with which the session can be resumed (RFC 5077, section 3.3).
package struct NewSessionTicket: HandshakeBody, Hashable {
    package static let type = HandshakeType.newSessionTicket

    /// The longest ticket in bytes that is issued or offered. TLS allows more, but a ClientHello
    /// has to hold it together with its other extensions in less than 64 KiB.
    package static let maximumTicketByteCount = 1 << 14

    /// In seconds, counted from the arrival of the message; 0 if the server does not say.
    package var lifetimeHint: UInt32
    /// Empty if the server, contrary to what it announced, has none.
    package var ticket: [UInt8]

    /// Whether there is a ticket that a ClientHello has room for.
    package var isUsable: Bool {
        !ticket.isEmpty && ticket.count <= Self.maximumTicketByteCount
    }

    package init(lifetimeHint: UInt32, ticket: [UInt8]) {
        self.lifetimeHint = lifetimeHint
        self.ticket = ticket
    }

    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        lifetimeHint = try reader.readUInt32()
        ticket = [UInt8](try reader.readVector(lengthByteCount: 2))
        try reader.expectEnd()
    }

    package func write(to writer: inout ByteWriter) {
        writer.write(lifetimeHint)
        writer.writeVector(lengthByteCount: 2, ticket)
    }
}

/// The message that says that the sender's records are protected from now on (RFC 5246, section
/// 7.1).
enum ChangeCipherSpec {
    static let fragment: [UInt8] = [1]

    /// Throws unexpected_message for any other fragment, as RFC 8446, section 5 demands; RFC 5246
    /// does not say.
    static func check(_ fragment: Span<UInt8>) throws(TLSConnectionError) {
        guard fragment.count == 1, fragment[0] == 1 else {
            throw .peerMisbehaved(.unexpectedMessage, reason: "ChangeCipherSpec is not the byte 1")
        }
    }
}

/// The end of one side's handshake (RFC 5246, section 7.4.9).
package struct Finished: HandshakeBody, Hashable {
    package static let type = HandshakeType.finished

    /// The same for every cipher suite of this library.
    package static var verifyDataByteCount: Int { TLS12.PRF.verifyDataByteCount }

    package var verifyData: [UInt8]

    package init(verifyData: [UInt8]) { self.verifyData = verifyData }

    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        verifyData = [UInt8](try reader.readBytes(Self.verifyDataByteCount))
        try reader.expectEnd()
    }

    package func write(to writer: inout ByteWriter) { writer.write(verifyData) }
}
