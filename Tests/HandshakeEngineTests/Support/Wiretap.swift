// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeTLS
import TestSupport

/// Opens the records that one side sends under keys, by its key log, and seals what takes their
/// place: a peer that has the keys and misuses them.
final class Wiretap {
    private let suite: TLSCipherSuite
    private let sender: TLS12.PRF.Sender
    private let keyLog: Lines
    private var keys: Keys?
    private var hasSentChange = false
    private var hasPassedChange = false

    private final class Keys {
        var opener: TLS12.RecordOpener
        var sealer: TLS12.RecordSealer

        init(_ keyBlock: [UInt8], _ key: Range<Int>, _ nonce: Range<Int>) throws {
            let bytes = keyBlock.span
            opener = try TLS12.RecordOpener(
                key: bytes.extracting(key),
                initializationVector: bytes.extracting(nonce)
            )
            sealer = try TLS12.RecordSealer(
                key: bytes.extracting(key),
                initializationVector: bytes.extracting(nonce)
            )
        }
    }

    init(_ suite: TLSCipherSuite, sender: TLS12.PRF.Sender, keyLog: Lines) {
        self.suite = suite
        self.sender = sender
        self.keyLog = keyLog
    }

    /// Opens the records after the sender's own ChangeCipherSpec.
    func open(_ flight: inout Flight, serverRandom: [UInt8]) {
        for index in flight.records.indices {
            if hasSentChange {
                open(&flight.records[index], serverRandom)
            } else if flight.records[index].type == Flight.Record.changeCipherSpec {
                hasSentChange = true
            }
        }
    }

    private func open(_ record: inout Flight.Record, _ serverRandom: [UInt8]) {
        if keys == nil { keys = try? makeKeys(serverRandom) }
        var fragment = [UInt8](repeating: 0, count: max(record.fragment.count - 24, 0))
        var output = fragment.mutableSpan
        let opened = try? keys?.opener.open(record.bytes.span, into: &output)
        if opened == nil { record.isSealed = true } else { record.fragment = fragment }
    }

    /// The bytes of a flight, under keys from the first ChangeCipherSpec in it on.
    func bytes(_ flight: Flight) -> [UInt8] {
        flight.records.flatMap { record in
            let isProtected = hasPassedChange && !record.isSealed
            if record.type == Flight.Record.changeCipherSpec { hasPassedChange = true }
            return isProtected ? sealed(record) : record.bytes
        }
    }

    private func sealed(_ record: Flight.Record) -> [UInt8] {
        guard let keys, let type = ContentType(rawValue: record.type) else {
            return record.bytes
        }
        var bytes = [UInt8](repeating: 0, count: record.fragment.count + 29)
        var output = bytes.mutableSpan
        _ = try! keys.sealer.seal(record.fragment.span, contentType: type, into: &output)
        return bytes
    }

    private func makeKeys(_ serverRandom: [UInt8]) throws -> Keys? {
        // "CLIENT_RANDOM", the client's random and the master secret.
        guard let fields = keyLog.all.last?.split(separator: " "), fields.count == 3,
            let algorithms = suite.algorithms
        else { return nil }
        let shape = algorithms.keyBlockShape
        var keyBlock = [UInt8](repeating: 0, count: shape.byteCount)
        var output = keyBlock.mutableSpan
        try algorithms.prf.keyBlock(
            shape: shape,
            masterSecret: [UInt8](hexadecimal: String(fields[2])).span,
            clientRandom: [UInt8](hexadecimal: String(fields[1])).span,
            serverRandom: serverRandom.span,
            into: &output
        )
        return switch sender {
        case .client: try Keys(keyBlock, shape.clientWriteKey, shape.clientWriteIV)
        case .server: try Keys(keyBlock, shape.serverWriteKey, shape.serverWriteIV)
        }
    }
}
