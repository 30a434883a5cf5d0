// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

/// What one side sends at once, taken apart into records.
struct Flight: Sendable {
    struct Record: Sendable, Equatable {
        var type: UInt8
        var fragment: [UInt8]
        /// The fragment is what went over the wire under keys.
        var isSealed = false

        static let handshake: UInt8 = 22
        static let changeCipherSpec: UInt8 = 20

        var bytes: [UInt8] {
            [type, 3, 3, UInt8(fragment.count >> 8), UInt8(fragment.count & 0xFF)] + fragment
        }
    }

    var records: [Record] = []

    init(_ bytes: [UInt8]) {
        var start = 0
        while start + 5 <= bytes.count {
            let end = start + 5 + Int(bytes[start + 3]) << 8 + Int(bytes[start + 4])
            records.append(Record(type: bytes[start], fragment: Array(bytes[(start + 5)..<end])))
            start = end
        }
    }

    init(records: [Record]) { self.records = records }

    var bytes: [UInt8] { records.flatMap(\.bytes) }

    /// The records before ChangeCipherSpec: handshake messages, one each.
    var plaintextCount: Int {
        records.firstIndex { $0.type == Record.changeCipherSpec } ?? records.count
    }

    /// The random of the hello that the flight begins with.
    var helloRandom: [UInt8] {
        // After the message's header and the version.
        records.first.map { Array($0.fragment.dropFirst(6).prefix(32)) } ?? []
    }

    /// The same messages in records of another size.
    func messages(inRecordsOf byteCount: Int) -> Flight {
        var cut: [Record] = []
        var bytes: [UInt8] = []
        func cutBytes() {
            for start in stride(from: 0, to: bytes.count, by: byteCount) {
                let fragment = Array(bytes[start..<min(start + byteCount, bytes.count)])
                cut.append(Record(type: Record.handshake, fragment: fragment))
            }
            bytes = []
        }
        for record in records {
            if record.type == Record.handshake {
                bytes += record.fragment
            } else {
                cutBytes()
                cut.append(record)
            }
        }
        cutBytes()
        return Flight(records: cut)
    }
}

extension Endpoint {
    /// The alert that this side sent because of what the peer sent.
    var sentAlert: TLSAlertDescription? {
        switch error {
        case .peerMisbehaved(let alert, _)?: alert
        case .certificateRefused(let refusal)?: refusal.alert
        default: nil
        }
    }

    /// The fatal alert that the peer sent.
    var receivedAlert: TLSAlertDescription? {
        switch error {
        case .alertReceived(let alert)?, .clientCertificateNotSent(let alert, _)?: alert
        default: nil
        }
    }
}
