// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS

/// Messages of the handshake (RFC 5246, section 7.4): a type, a length of three bytes, a body.
enum MessageType: UInt8 {
    case clientHello = 1
    case serverHello = 2
    case certificate = 11
    case serverHelloDone = 14
    case clientKeyExchange = 16
    case finished = 20
}

extension Connection {
    private static var maximumBodyByteCount: Int { 1 << 14 }

    /// The body of the next message, which must be of this type. Records need not end where messages do.
    mutating func receive(_ type: MessageType) throws -> [UInt8] {
        while true {
            if received.count >= 4 {
                guard received[0] == type.rawValue else { throw Alert.unexpectedMessage }
                let byteCount = Int(received[1]) << 16 | Int(received[2]) << 8 | Int(received[3])
                guard byteCount <= Self.maximumBodyByteCount else { throw Alert.illegalParameter }
                if received.count >= 4 + byteCount {
                    let message = Array(received.prefix(4 + byteCount))
                    received.removeFirst(message.count)
                    transcript.update(message)
                    return Array(message.dropFirst(4))
                }
            }
            let record = try records.read()
            guard record.contentType == .handshake else { throw Alert.unexpectedMessage }
            received += record.content
        }
    }

    mutating func send(_ messages: [UInt8]) throws {
        transcript.update(messages)
        try records.write(messages, contentType: .handshake)
    }

    /// The hash of all messages so far, of both sides.
    func transcriptHash() -> [UInt8] {
        var copy = transcript.copy()
        return copy.finalize()
    }

    func message(_ type: MessageType, _ body: [UInt8]) -> [UInt8] {
        [type.rawValue] + vector(body)
    }

    /// Bytes behind their length in three bytes.
    func vector(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8(bytes.count >> 16)] + UInt16(truncatingIfNeeded: bytes.count).bytes + bytes
    }
}
