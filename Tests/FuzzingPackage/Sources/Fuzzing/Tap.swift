// SPDX-License-Identifier: Apache-2.0

import HandshakeTLS

/// Opens the records that one side sends under keys, by its key log, and seals what takes their place: a peer
/// that has the keys and misuses them.
final class Tap {
    private let scenario: Scenario
    private let sender: TLS12.PRF.Sender
    private let keyLog: KeyLog
    private var keys: Keys?
    private var hasSentChange = false
    private var hasPassedChange = false
    /// The application data that was sealed, in its order, up to the first record that cannot be opened.
    private(set) var authenticData: [UInt8] = []
    private var isBroken = false

    private final class Keys {
        var opener: TLS12.RecordOpener
        var sealer: TLS12.RecordSealer

        init(_ key: [UInt8], _ vector: [UInt8]) throws {
            opener = try TLS12.RecordOpener(key: key, initializationVector: vector)
            sealer = try TLS12.RecordSealer(key: key, initializationVector: vector)
        }
    }

    init(_ scenario: Scenario, _ sender: TLS12.PRF.Sender, _ keyLog: KeyLog) {
        self.scenario = scenario
        self.sender = sender
        self.keyLog = keyLog
    }

    /// Opens the records after the sender's own ChangeCipherSpec.
    func open(_ flight: inout Flight, serverRandom: [UInt8]) {
        for index in flight.records.indices {
            if hasSentChange {
                if keys == nil { keys = try? makeKeys(serverRandom) }
                if let opened = try? keys?.opener.open(flight.records[index].bytes) {
                    flight.records[index].content = opened.content
                } else {
                    flight.records[index].isRaw = true
                }
            } else if flight.records[index].type == Flight.Record.changeCipherSpec {
                hasSentChange = true
            }
        }
    }

    /// The bytes of a flight, under keys from the first ChangeCipherSpec in it on.
    func bytes(_ flight: Flight) -> [UInt8] {
        if let replacement = flight.replacement {
            isBroken = true
            return replacement
        }
        return flight.records.flatMap { record in
            var bytes = hasPassedChange && !record.isRaw ? sealed(record) : record.bytes
            if record.type == Flight.Record.changeCipherSpec { hasPassedChange = true }
            if record.isRaw { isBroken = true }
            if let damage = record.damage, damage.bits != 0 {
                bytes[damage.place % bytes.count] ^= damage.bits
                // In the clear it may be harmless: the first record's version is not looked at.
                if hasPassedChange { isBroken = true }
            }
            return bytes
        }
    }

    private func sealed(_ record: Flight.Record) -> [UInt8] {
        guard let type = ContentType(rawValue: record.type),
            let sealed = try? keys?.sealer.seal(record.content, contentType: type)
        else {
            isBroken = true
            return record.bytes
        }
        let isDamaged = record.damage.map { $0.bits != 0 } ?? false
        if type == .applicationData, !isBroken, !isDamaged { authenticData += record.content }
        return sealed
    }

    private func makeKeys(_ serverRandom: [UInt8]) throws -> Keys? {
        // "CLIENT_RANDOM", the client's random and the master secret.
        let fields = keyLog.last.split(separator: " ")
        guard fields.count == 3, serverRandom.count == TLS12.PRF.randomByteCount else { return nil }
        let shape = scenario.shape
        var keyBlock = [UInt8](repeating: 0, count: shape.byteCount)
        var output = keyBlock.mutableSpan
        try scenario.prf.keyBlock(
            shape: shape,
            masterSecret: Self.bytes(fields[2]).span,
            clientRandom: Self.bytes(fields[1]).span,
            serverRandom: serverRandom.span,
            into: &output
        )
        return switch sender {
        case .client:
            try Keys(Array(keyBlock[shape.clientWriteKey]), Array(keyBlock[shape.clientWriteIV]))
        case .server:
            try Keys(Array(keyBlock[shape.serverWriteKey]), Array(keyBlock[shape.serverWriteIV]))
        }
    }

    private static func bytes(_ hexadecimal: Substring) -> [UInt8] {
        let digits = hexadecimal.utf8.map { UInt8($0 < 0x3A ? $0 - 0x30 : $0 - 0x61 + 10) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
