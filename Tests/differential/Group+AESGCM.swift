// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension Group {
    static var aesGCM: [Group] {
        [
            Group(name: "aes-gcm", shortCount: 10_000, longCount: 1_000_000) {
                draw,
                comparison,
                _ in
                let text = draw.bytes(draw.byteCount(upTo: 6000))
                let kernel = draw.element(of: AESGCMKernel.supported)
                try compareGCM(text, kernel, &draw, &comparison)
            },
            Group(name: "aes-gcm-batch", shortCount: 500, longCount: 50_000) {
                draw,
                comparison,
                _ in
                try compareGCMBatches(&draw, &comparison)
            },
        ]
    }

    /// Texts of more than a MiB, of each primitive that takes them.
    static var longTexts: [Group] {
        [
            Group(name: "long-texts", shortCount: 2, longCount: 100) { draw, comparison, _ in
                let text = draw.bytes((1 << 20) + draw.byteCount(upTo: 2 << 20))
                compareHashes(of: text, &draw, &comparison)
                compareHMACs(of: text, key: draw.bytes(32), &draw, &comparison)
                let kernel = draw.element(of: AESGCMKernel.supported)
                try compareGCM(text, kernel, &draw, &comparison)
            }
        ]
    }

    /// Twelve bytes most often, else any number from 1 to 256.
    private static func nonce(_ draw: inout Draw) -> [UInt8] {
        draw.bytes(draw.isOne(in: 3) ? draw.number(1...256) : AESGCMNonce.byteCount)
    }

    private static func message(_ draw: inout Draw) -> GCMMessage {
        GCMMessage(
            key: draw.bytes(draw.element(of: [16, 32])),
            nonce: nonce(&draw),
            additionalData: draw.bytes(draw.byteCount(upTo: 2000))
        )
    }

    /// Sealed, opened, and opened with something changed.
    private static func compareGCM(
        _ text: [UInt8],
        _ kernel: AESGCMKernel,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let message = message(&draw)
        let key = try AESGCMKey(message.key, kernel: kernel)
        let nonce = try key.nonce(message.nonce)
        let name = "AES-\(8 * message.key.count)-GCM, \(kernel)"
        guard let expected = Libcrypto.seal(text, message) else {
            return comparison.fail("libcrypto seals nothing")
        }
        let sealed = try key.seal(text, nonce: nonce, additionalData: message.additionalData)
        comparison.compare(sealed, expected, "seal of \(name)")
        comparison.compare(
            opened(expected, message, key, inPlace: draw.isOne(in: 2)),
            text,
            "open of \(name)"
        )
        var damaged = message
        var damagedText = expected
        switch draw.number(0...3) {
        case 0: damagedText = draw.withChangedBit(expected)
        case 1:
            // The tag alone
            let tag = draw.withChangedBit(Array(expected.suffix(AESGCMKey.tagByteCount)))
            damagedText.replaceSubrange((expected.count - tag.count)..., with: tag)
        case 2: damaged.nonce = draw.withChangedBit(message.nonce)
        default: damaged.additionalData = draw.withChangedBit(message.additionalData)
        }
        comparison.compare(
            opened(damagedText, damaged, key, inPlace: draw.isOne(in: 2)),
            Libcrypto.open(damagedText, damaged),
            "open of what was changed, \(name)"
        )
    }

    private static func opened(
        _ sealed: [UInt8],
        _ message: GCMMessage,
        _ key: borrowing AESGCMKey,
        inPlace: Bool
    ) -> [UInt8]? {
        do throws(AESGCMError) {
            let nonce = try key.nonce(message.nonce)
            guard inPlace else {
                return try key.open(sealed, nonce: nonce, additionalData: message.additionalData)
            }
            var bytes = sealed
            var span = bytes.mutableSpan
            try key.openInPlace(&span, nonce: nonce, additionalData: message.additionalData.span)
            return Array(bytes.dropLast(AESGCMKey.tagByteCount))
        } catch {
            return nil
        }
    }

    /// Records of several keys and lengths in one buffer.
    private static func compareGCMBatches(
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let kernel = draw.element(of: AESGCMKernel.supported)
        let keys = (0..<draw.number(1...4)).map { _ in draw.bytes(draw.element(of: [16, 32])) }
        var list = AESGCMKeyList(capacity: keys.count)
        for key in keys { _ = list.append(try AESGCMKey(key, kernel: kernel)) }
        let longest = draw.element(of: [40, 300, 1500])
        let count = draw.number(0...40)
        var records: [AESGCMRecord] = []
        var messages: [GCMMessage] = []
        var texts: [[UInt8]] = []
        var additionalData: [UInt8] = []
        var buffer: [UInt8] = []
        for _ in 0..<count {
            let keyIndex = draw.number(0...keys.count - 1)
            let message = GCMMessage(
                key: keys[keyIndex],
                nonce: nonce(&draw),
                additionalData: draw.bytes(draw.number(0...draw.element(of: [13, 40])))
            )
            let text = draw.bytes(draw.number(0...longest))
            let nonce = try list.withSpan { keys throws(AESGCMError) in
                try keys[keyIndex].nonce(message.nonce)
            }
            let dataStart = additionalData.count
            additionalData += message.additionalData
            records.append(
                AESGCMRecord(
                    nonce: nonce,
                    additionalData: dataStart..<additionalData.count,
                    text: buffer.count..<(buffer.count + text.count),
                    keyIndex: keyIndex
                )
            )
            // Gaps stay as they are.
            buffer += text + draw.bytes(AESGCMKey.tagByteCount + draw.number(0...3))
            messages.append(message)
            texts.append(text)
        }
        var expected = buffer
        for (record, (message, text)) in zip(records, zip(messages, texts)) {
            guard let sealed = Libcrypto.seal(text, message) else {
                return comparison.fail("libcrypto seals nothing")
            }
            let start = record.text.lowerBound
            expected.replaceSubrange(start..<(start + sealed.count), with: sealed)
        }
        var sealed = buffer
        try list.sealBatch(records, additionalData: additionalData, in: &sealed)
        comparison.compare(sealed, expected, "seal of a batch, \(kernel)")

        var damaged = expected
        var areAuthentic: [Bool] = []
        for (record, message) in zip(records, messages) {
            let range = record.text.lowerBound..<(record.text.upperBound + AESGCMKey.tagByteCount)
            if draw.isOne(in: 4) {
                damaged.replaceSubrange(range, with: draw.withChangedBit(Array(damaged[range])))
            }
            areAuthentic.append(Libcrypto.open(Array(damaged[range]), message) != nil)
        }
        var opened = damaged
        let answers = try list.openBatch(records, additionalData: additionalData, in: &opened)
        comparison.compare(
            answers.map { $0 ? 1 : 0 },
            areAuthentic.map { $0 ? 1 : 0 },
            "which of a batch are authentic, \(kernel)"
        )
        // An authentic text is back; in the place of another there are zeros.
        for (index, record) in records.enumerated() {
            let text =
                areAuthentic[index] ? texts[index] : [UInt8](repeating: 0, count: record.text.count)
            damaged.replaceSubrange(record.text, with: text)
        }
        comparison.compare(opened, damaged, "open of a batch, \(kernel)")
    }
}
