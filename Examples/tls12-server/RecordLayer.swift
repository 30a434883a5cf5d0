// SPDX-License-Identifier: Apache-2.0

import HandshakeTLS

/// Records of one connection: plain ones at first, sealed ones from each side's ChangeCipherSpec on.
struct RecordLayer: ~Copyable {
    private let socket: Socket
    var opener: TLS12.RecordOpener?
    var sealer: TLS12.RecordSealer?

    init(_ socket: consuming Socket) { self.socket = socket }

    /// The next record (RFC 5246, section 6.2). An alert of the peer's is thrown.
    mutating func read() throws -> (contentType: ContentType, content: [UInt8]) {
        let header = try socket.read(RecordHeader.byteCount)
        var record = try readPayload(behind: header)
        if let opened = try opener?.open(header + record.content) { record = opened }
        if record.contentType == .alert {
            guard record.content.count == 2 else { throw Alert.decodeError }
            throw PeerAlert(description: record.content[1])
        }
        return record
    }

    private func readPayload(
        behind header: [UInt8]
    ) throws -> (contentType: ContentType, content: [UInt8]) {
        guard opener == nil else {
            let parsed = try RecordHeader(parsing: header, layout: TLS12.recordLayout)
            return (parsed.contentType, try socket.read(parsed.payloadByteCount))
        }
        guard let contentType = ContentType(rawValue: header[0]), contentType != .applicationData
        else { throw Alert.unexpectedMessage }
        guard header[1] == 3 else { throw Alert.protocolVersion }
        let byteCount = Int(header[3]) << 8 | Int(header[4])
        guard byteCount > 0 else { throw Alert.unexpectedMessage }
        guard byteCount <= RecordLayout.maximumContentByteCount else { throw Alert.recordOverflow }
        return (contentType, try socket.read(byteCount))
    }

    mutating func write(_ content: [UInt8], contentType: ContentType) throws {
        let maximum = RecordLayout.maximumContentByteCount
        for start in stride(from: 0, to: content.count, by: maximum) {
            let part = Array(content[start..<min(start + maximum, content.count)])
            let sealed = try sealer?.seal(part, contentType: contentType)
            let plain = [contentType.rawValue, 3, 3] + UInt16(part.count).bytes + part
            try socket.write(sealed ?? plain)
        }
    }

    /// Ends the connection (RFC 5246, section 7.2.1), with an alert if there is one to send.
    mutating func end(_ alert: Alert?) {
        if let alert { try? write(alert.content, contentType: .alert) }
        socket.finish()
    }
}
