// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport

extension Operation {
    static var aesGCM: [Operation] {
        AESGCMKernel.supported.flatMap { kernel in
            [16, 32].flatMap { keyByteCount in
                [keySetUp(keyByteCount, kernel)]
                    + [0, 1, 16, 100, 1350, 16384].flatMap { byteCount in
                        [
                            seal(keyByteCount, byteCount, kernel),
                            open(keyByteCount, byteCount, kernel),
                            openWrong(keyByteCount, byteCount, kernel),
                        ]
                    }
            } + [batch(kernel)]
        }
    }

    private static let nonce = AESGCMNonce(fixedField: 0x6161_6161, invocationField: 7)
    private static let additionalData = [UInt8](repeating: 0x62, count: 13)

    private static func keySetUp(_ keyByteCount: Int, _ kernel: AESGCMKernel) -> Operation {
        Operation(name: "aes\(8 * keyByteCount)gcm key set-up", kernel: kernel.name) { secret in
            var generator = SeededGenerator(secret: secret)
            let key = generator.bytes(keyByteCount)
            return { _ = try AESGCMKey(key.span, kernel: kernel) }
        }
    }

    private static func seal(
        _ keyByteCount: Int,
        _ byteCount: Int,
        _ kernel: AESGCMKernel
    ) -> Operation {
        Operation(name: "aes\(8 * keyByteCount)gcm seal \(byteCount)", kernel: kernel.name) {
            secret in
            var generator = SeededGenerator(secret: secret)
            let sealer = try Sealer(generator.bytes(keyByteCount), kernel)
            var bytes = generator.bytes(byteCount + AESGCMKey.tagByteCount)
            return {
                var span = bytes.mutableSpan
                try sealer.key.sealInPlace(&span, nonce: nonce, additionalData: additionalData.span)
            }
        }
    }

    private static func open(
        _ keyByteCount: Int,
        _ byteCount: Int,
        _ kernel: AESGCMKernel
    ) -> Operation {
        Operation(name: "aes\(8 * keyByteCount)gcm open \(byteCount)", kernel: kernel.name) {
            secret in
            var generator = SeededGenerator(secret: secret)
            let sealer = try Sealer(generator.bytes(keyByteCount), kernel)
            var plaintext = generator.bytes(byteCount)
            let sealed = try sealer.key.seal(
                plaintext,
                nonce: nonce,
                additionalData: additionalData
            )
            return {
                var span = plaintext.mutableSpan
                try sealer.key.open(
                    sealed.span,
                    nonce: nonce,
                    additionalData: additionalData.span,
                    into: &span
                )
            }
        }
    }

    /// Whether a tag is right is public; where it is wrong is not.
    private static func openWrong(
        _ keyByteCount: Int,
        _ byteCount: Int,
        _ kernel: AESGCMKernel
    ) -> Operation {
        Operation(
            name: "aes\(8 * keyByteCount)gcm open \(byteCount), wrong tag",
            kernel: kernel.name,
            sortCount: wrongPlaceCount
        ) { secret in
            var generator = SeededGenerator(secret: secret)
            let sealer = try Sealer(generator.bytes(keyByteCount), kernel)
            var plaintext = generator.bytes(byteCount)
            var sealed = try sealer.key.seal(
                plaintext,
                nonce: nonce,
                additionalData: additionalData
            )
            makeWrong(&sealed, from: byteCount, secret)
            return {
                try expect(AESGCMError.authenticationFailed) { () throws(AESGCMError) in
                    var span = plaintext.mutableSpan
                    try sealer.key.open(
                        sealed.span,
                        nonce: nonce,
                        additionalData: additionalData.span,
                        into: &span
                    )
                }
            }
        }
    }

    /// Records of several lengths with two keys.
    private static func batch(_ kernel: AESGCMKernel) -> Operation {
        Operation(name: "aes-gcm seal and open a batch", kernel: kernel.name) { secret in
            var generator = SeededGenerator(secret: secret)
            var keys = AESGCMKeyList(capacity: 2)
            _ = keys.append(try AESGCMKey(generator.bytes(16).span, kernel: kernel))
            _ = keys.append(try AESGCMKey(generator.bytes(32).span, kernel: kernel))
            var records: [AESGCMRecord] = []
            var start = 0
            for (index, byteCount) in [0, 1, 16, 100, 100, 100, 1350, 1350, 20].enumerated() {
                records.append(
                    AESGCMRecord(
                        nonce: AESGCMNonce(fixedField: 1, invocationField: UInt64(index)),
                        additionalData: 0..<13,
                        text: start..<(start + byteCount),
                        keyIndex: index % 2
                    )
                )
                start += byteCount + AESGCMKey.tagByteCount
            }
            let batch = Batch(keys, records, generator.bytes(start))
            return { try batch.sealAndOpen() }
        }
    }

    /// A key cannot be copied, so closures share it in this.
    private final class Sealer {
        let key: AESGCMKey

        init(_ key: [UInt8], _ kernel: AESGCMKernel) throws {
            self.key = try AESGCMKey(key.span, kernel: kernel)
        }
    }

    private final class Batch {
        private let keys: AESGCMKeyList
        private let records: [AESGCMRecord]
        private var buffer: [UInt8]

        init(_ keys: consuming AESGCMKeyList, _ records: [AESGCMRecord], _ buffer: [UInt8]) {
            self.keys = keys
            self.records = records
            self.buffer = buffer
        }

        func sealAndOpen() throws {
            try keys.sealBatch(records, additionalData: additionalData, in: &buffer)
            let isAuthentic = try keys.openBatch(
                records,
                additionalData: additionalData,
                in: &buffer
            )
            guard isAuthentic == records.map({ _ in true }) else { throw UnexpectedFailure() }
        }
    }
}

extension Operation {
    /// Where a tag can be wrong: in the first byte, in the last, in the middle, everywhere.
    static let wrongPlaceCount = 4

    /// Changes the bytes from `start` on: those that a secret says.
    static func makeWrong(_ bytes: inout [UInt8], from start: Int, _ secret: Int) {
        switch secret % wrongPlaceCount {
        case 0: bytes[start] ^= 0x80
        case 1: bytes[bytes.count - 1] ^= 1
        case 2: bytes[(start + bytes.count) / 2] ^= 0x10
        default: for index in start..<bytes.count { bytes[index] ^= 0xff }
        }
    }
}
