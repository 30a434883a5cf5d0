// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore
internal import TestSupport
internal import TestVectors

/// AES-GCM: published cases, and every kernel against the portable one.
package enum AESGCMCases {
    package static let all: [SelfTestCase] = AESGCMKernel.supported.flatMap { kernel in
        [
            SelfTestCase("AES-GCM, published cases, \(kernel)") { checks, _ in
                try publishedCases(kernel, &checks)
            },
            SelfTestCase("AES-GCM, wrapping counters, \(kernel)") { checks, _ in
                try counterWrapsInItsThirtyTwoBits(kernel, &checks)
            },
            SelfTestCase("AES-GCM, batches, \(kernel)") { checks, _ in
                for count in [0, 1, 2, 7, 15, 16, 17, 33, 100] {
                    try agreesWithSingleRecords(kernel, count, &checks)
                }
            },
        ]
            + parameters(kernel).flatMap { parameters in
                let name = "AES-\(8 * parameters.keyByteCount)-GCM, \(kernel)"
                return [
                    SelfTestCase("\(name), every length") {
                        try everyLength(parameters, step: $1.pick(1, emulated: 23), &$0)
                    },
                    SelfTestCase("\(name), additional data and nonces") { checks, _ in
                        try everyLengthOfAdditionalDataAndNonce(parameters, &checks)
                    },
                    SelfTestCase("\(name), every offset") {
                        try everyOffset(parameters, step: $1.pick(1, emulated: 9), &$0)
                    },
                ]
            }
    }

    package struct Parameters: Sendable {
        package let kernel: AESGCMKernel
        package let keyByteCount: Int
    }

    /// Both key lengths.
    package static func parameters(_ kernel: AESGCMKernel) -> [Parameters] {
        [16, 32].map { Parameters(kernel: kernel, keyByteCount: $0) }
    }

    private static func publishedCases(
        _ kernel: AESGCMKernel,
        _ checks: inout Checks
    ) throws {
        let vectors = try AESGCMVectors.load()
        checks.check(vectors.testCases.count == 12)
        checks.check(vectors.fips197.count == 2)
        for vector in vectors.testCases + vectors.fips197 {
            let keyBytes = [UInt8](hexadecimal: vector.key)
            let nonce = [UInt8](hexadecimal: vector.nonce)
            let additionalData = [UInt8](hexadecimal: vector.additionalData)
            let plaintext = [UInt8](hexadecimal: vector.plaintext)
            let expected = vector.ciphertext + vector.tag
            let key = try AESGCMKey(keyBytes.span, kernel: kernel)
            checks.check(key.kernel == kernel)

            let sealed = try key.seal(
                plaintext,
                nonce: key.nonce(nonce),
                additionalData: additionalData
            )
            checks.check(sealed.hexadecimal == expected, "\(vector.name)")
            let opened = try key.open(
                sealed,
                nonce: key.nonce(nonce),
                additionalData: additionalData
            )
            checks.check(opened == plaintext, "\(vector.name)")

            let detached = try key.sealDetached(
                plaintext[...],
                nonce: nonce,
                additionalData: additionalData[...]
            )
            checks.check(detached.ciphertext.hexadecimal == vector.ciphertext)
            checks.check(detached.tag.hexadecimal == vector.tag)
        }
    }

    /// The counter wraps in its 32 bits, at each place of a kernel's stride, and carries no further.
    private static func counterWrapsInItsThirtyTwoBits(
        _ kernel: AESGCMKernel,
        _ checks: inout Checks
    ) throws {
        let zeros = [UInt8](repeating: 0, count: 640)
        for vector in try AESGCMVectors.load().counterWrap {
            let key = try AESGCMKey([UInt8](hexadecimal: vector.key).span, kernel: kernel)
            let nonce = try key.nonce([UInt8](hexadecimal: vector.nonce))
            let sealed = try key.seal(zeros, nonce: nonce)
            checks.check(
                Array(sealed.suffix(16)).hexadecimal == vector.tag,
                "the counter starts at 2^32 - \(vector.distance)"
            )
            checks.check(try key.open(sealed, nonce: nonce) == zeros)
        }
    }

    private static func everyLength(
        _ parameters: Parameters,
        step: Int,
        _ checks: inout Checks
    ) throws {
        var generator = SeededGenerator(seed: 1)
        let text = generator.bytes(1 << 14)
        let data = generator.bytes(13)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let portable = try AESGCMKey(keyBytes.span, kernel: .portable)
        for length in Array(0...300) + Array(stride(from: 301, through: 4096, by: step))
            + [(1 << 14) - 1, 1 << 14]
        {
            let nonce = generator.bytes(12)
            let expected = try portable.sealDetached(
                text[..<length],
                nonce: nonce,
                additionalData: data[...]
            )
            let sealed = try key.sealDetached(
                text[..<length],
                nonce: nonce,
                additionalData: data[...]
            )
            guard sealed == expected else {
                checks.check(false, "\(length) bytes")
                continue
            }
            let opened = try key.openDetached(sealed, nonce: nonce, additionalData: data[...])
            guard opened == Array(text[..<length]) else {
                checks.check(false, "\(length) bytes do not open")
                continue
            }
            checks.check(true)
        }
    }

    private static func everyLengthOfAdditionalDataAndNonce(
        _ parameters: Parameters,
        _ checks: inout Checks
    ) throws {
        var generator = SeededGenerator(seed: 2)
        let text = generator.bytes(2100)
        let data = generator.bytes(300)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let portable = try AESGCMKey(keyBytes.span, kernel: .portable)
        // Each with a nonce of the usual length, too, and now and then with a text of many blocks.
        let nonceLengths = (0...300).flatMap { [($0, $0 % 150 + 1), ($0, 12)] }
        for (length, nonceLength) in nonceLengths {
            let nonce = generator.bytes(nonceLength)
            let textLength = length % 10 == 0 ? 2100 - length : length * 7 % 334
            let expected = try portable.sealDetached(
                text[..<textLength],
                nonce: nonce,
                additionalData: data[..<length]
            )
            let sealed = try key.sealDetached(
                text[..<textLength],
                nonce: nonce,
                additionalData: data[..<length]
            )
            checks.check(sealed == expected, "\(length) bytes of additional data")
            let opened = try key.openDetached(sealed, nonce: nonce, additionalData: data[..<length])
            checks.check(opened == Array(text[..<textLength]))
        }
    }

    /// In place and from one place to another, wherever the bytes lie; nothing around them changes.
    private static func everyOffset(
        _ parameters: Parameters,
        step: Int,
        _ checks: inout Checks
    ) throws {
        var generator = SeededGenerator(seed: 3)
        let nonce = generator.bytes(12)
        let data = generator.bytes(77)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let portable = try AESGCMKey(keyBytes.span, kernel: .portable)
        for offset in stride(from: 0, to: 64, by: step) {
            for length in [1, 15, 16, 63, 64, 100, 128, 200, 256, 513, 1100, 2048, 3100] {
                let text = generator.bytes(length)
                let ourData = data[(offset * 5 % 64)...]
                let expected = try portable.sealDetached(
                    text[...],
                    nonce: nonce,
                    additionalData: ourData
                )
                let before = [UInt8](repeating: 0x5a, count: offset)
                let after = [UInt8](repeating: 0xc3, count: 64)
                var buffer = before + text + [UInt8](repeating: 0, count: 16) + after
                try withPart(of: &buffer, from: offset, count: length + 16) {
                    bytes throws(AESGCMError) in
                    try key.sealInPlace(
                        &bytes,
                        nonce: AESGCMNonce(nonce),
                        additionalData: ourData.span
                    )
                }
                checks.check(buffer == before + expected.ciphertext + expected.tag + after)
                try withPart(of: &buffer, from: offset, count: length + 16) {
                    bytes throws(AESGCMError) in
                    try key.openInPlace(
                        &bytes,
                        nonce: AESGCMNonce(nonce),
                        additionalData: ourData.span
                    )
                }
                checks.check(buffer == before + text + expected.tag + after)

                // From this offset to another, where there is more room than is needed.
                var output = [UInt8](repeating: 0x77, count: length + 100)
                let start = 63 - offset
                let plaintext = buffer[offset..<(offset + length)]
                let end = start + length + 16
                try withPart(of: &output, from: start, count: length + 17 + offset % 2) {
                    part throws(AESGCMError) in
                    try key.seal(
                        plaintext.span,
                        nonce: AESGCMNonce(nonce),
                        additionalData: ourData.span,
                        into: &part
                    )
                }
                checks.check(Array(output[start..<end]) == expected.ciphertext + expected.tag)
                checks.check(output[..<start].allSatisfy { $0 == 0x77 })
                checks.check(output[end...].allSatisfy { $0 == 0x77 })
                let sealed = Array(output[start..<end])
                output = [UInt8](repeating: 0x77, count: length + 100)
                try withPart(of: &output, from: start, count: length + offset % 2) {
                    part throws(AESGCMError) in
                    try key.open(
                        sealed.span,
                        nonce: AESGCMNonce(nonce),
                        additionalData: ourData.span,
                        into: &part
                    )
                }
                checks.check(Array(output[start..<(start + length)]) == text)
                checks.check(output[..<start].allSatisfy { $0 == 0x77 })
                checks.check(output[(start + length)...].allSatisfy { $0 == 0x77 })
            }
        }
    }

    private static func agreesWithSingleRecords(
        _ kernel: AESGCMKernel,
        _ recordCount: Int,
        _ checks: inout Checks
    ) throws {
        let keys = try twoKeys(kernel)
        var batch = try MixedRecords(seed: UInt64(recordCount), recordCount: recordCount)
        let original = batch.buffer
        var expected = original
        for (record, nonce) in zip(batch.records, batch.nonces) {
            let text = Array(original[record.text])
            let data = Array(batch.additionalData[record.additionalData])
            let sealed = try keys.withSpan { keys throws(AESGCMError) in
                let nonce = try keys[record.keyIndex].nonce(nonce)
                return try keys[record.keyIndex].seal(text, nonce: nonce, additionalData: data)
            }
            let end = record.text.upperBound + 16
            expected.replaceSubrange(record.text.lowerBound..<end, with: sealed)
        }
        try keys.sealBatch(
            batch.records,
            additionalData: batch.additionalData,
            in: &batch.buffer
        )
        checks.check(batch.buffer == expected)

        // Every third record is forged.
        for (index, record) in batch.records.enumerated() where index % 3 == 2 {
            batch.buffer[record.text.upperBound] ^= 1
            expected[record.text.upperBound] ^= 1
        }
        let isAuthentic = try keys.openBatch(
            batch.records,
            additionalData: batch.additionalData,
            in: &batch.buffer
        )
        for (index, record) in batch.records.enumerated() {
            checks.check(isAuthentic[index] == (index % 3 != 2))
            let text = batch.buffer[record.text]
            if index % 3 == 2 {
                checks.check(text.allSatisfy { $0 == 0 })
            } else {
                checks.check(text == original[record.text])
            }
            expected.replaceSubrange(record.text, with: text)
        }
        checks.check(batch.buffer == expected, "nothing else has changed")
    }
}
