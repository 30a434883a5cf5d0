// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS

/// Records that a peer with the keys made, with changes, and records that are nothing but bytes. The input:
/// what to do, a type, a length, then what to seal and what to change.
enum RecordOpening {
    private static let key = [UInt8](1...16)

    /// What an input asks for: a sealed text, and the exclusive or of its record with what follows.
    private struct Request {
        let isRaw: Bool
        let type: ContentType
        let padding: Int
        let text: [UInt8]
        let change: [UInt8]

        init?(_ input: [UInt8]) {
            guard input.count >= 4 else { return nil }
            isRaw = input[0] & 1 == 1
            padding = Int(input[1] >> 2)
            let rest = input.dropFirst(4)
            let number = Int(input[2]) << 8 | Int(input[3])
            let textByteCount = isRaw ? 0 : min(number % (rest.count + 1), 1 << 14)
            text = Array(rest.prefix(textByteCount))
            let types: [ContentType] = [.handshake, .applicationData, .alert, .applicationData]
            // Others are not sealed without content.
            type = text.isEmpty ? .applicationData : types[Int(input[1] & 3)]
            change = Array(rest.dropFirst(textByteCount))
        }

        func changed(_ record: [UInt8]) -> [UInt8] {
            guard !isRaw else { return change }
            var changed = record
            for (index, byte) in change.enumerated() {
                if index < changed.count { changed[index] ^= byte } else { changed.append(byte) }
            }
            return changed
        }
    }

    static func tls12(_ input: [UInt8]) {
        guard let request = Request(input) else { return }
        let vector: [UInt8] = [1, 2, 3, 4]
        var sealer = try! TLS12.RecordSealer(key: key, initializationVector: vector)
        var opener = try! TLS12.RecordOpener(key: key, initializationVector: vector)
        var inPlace = try! TLS12.RecordOpener(key: key, initializationVector: vector)
        let sealed = try! sealer.seal(request.text, contentType: request.type)
        let record = request.changed(sealed)
        var buffer = record
        var bytes = buffer.mutableSpan
        var content: RecordContent?
        var error: RecordError?
        do throws(RecordError) {
            content = try inPlace.openInPlace(0..<record.count, in: &bytes)
        } catch let refusal {
            error = refusal
        }
        do throws(RecordError) {
            let opened = try opener.open(record)
            check(opened, of: request, isSealed: record == sealed, inPlace: content, buffer)
        } catch let refusal {
            check(refusal, isSealed: record == sealed, inPlace: error, opener.sequenceNumber)
        }
    }

    static func tls13(_ input: [UInt8]) {
        guard let request = Request(input) else { return }
        let vector = [UInt8](1...12)
        var sealer = try! TLS13.RecordSealer(key: key, initializationVector: vector)
        var opener = try! TLS13.RecordOpener(key: key, initializationVector: vector)
        var inPlace = try! TLS13.RecordOpener(key: key, initializationVector: vector)
        let sealed = try! sealer.seal(
            request.text,
            contentType: request.type,
            paddingByteCount: request.padding
        )
        let record = request.changed(sealed)
        var buffer = record
        var bytes = buffer.mutableSpan
        var content: RecordContent?
        var error: RecordError?
        do throws(RecordError) {
            content = try inPlace.openInPlace(0..<record.count, in: &bytes)
        } catch let refusal {
            error = refusal
        }
        do throws(RecordError) {
            let opened = try opener.open(record)
            check(opened, of: request, isSealed: record == sealed, inPlace: content, buffer)
        } catch let refusal {
            check(refusal, isSealed: record == sealed, inPlace: error, opener.sequenceNumber)
        }
    }

    private static func check(
        _ opened: (contentType: ContentType, content: [UInt8]),
        of request: Request,
        isSealed: Bool,
        inPlace content: RecordContent?,
        _ buffer: [UInt8]
    ) {
        Invariant.holds(isSealed, "nothing but what was sealed opens")
        Invariant.holds(
            opened.content == request.text && opened.contentType == request.type,
            "what was sealed is opened"
        )
        guard let content else { Invariant.fails("what opens, opens in place") }
        Invariant.holds(
            Array(buffer[content.range]) == request.text && content.contentType == request.type,
            "in place, the same is opened"
        )
    }

    private static func check(
        _ error: RecordError,
        isSealed: Bool,
        inPlace other: RecordError?,
        _ sequenceNumber: UInt64
    ) {
        Invariant.holds(!isSealed, "what was sealed opens")
        Invariant.holds(other?.code == error.code, "in place, the error is the same")
        Invariant.holds(sequenceNumber == 0, "a record that does not open uses no number up")
    }
}
