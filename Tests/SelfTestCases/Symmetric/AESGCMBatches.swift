package import HandshakeCore
internal import TestSupport

/// Records of mixed lengths, additional data and keys in one buffer, in a mixed order, with gaps.
package struct MixedRecords {
    package var records: [AESGCMRecord] = []
    package var nonces: [[UInt8]] = []
    package var additionalData: [UInt8]
    package var buffer: [UInt8]

    package init(seed: UInt64, recordCount: Int) throws {
        var generator = SeededGenerator(seed: seed)
        additionalData = generator.bytes(200)
        var start = 3
        for _ in 0..<recordCount {
            let nonce = generator.bytes(12)
            let length = [0, 1, 13, 16, 64, 100, 256, 300, 1350].randomElement(using: &generator)!
            let dataStart = Int.random(in: 0...100, using: &generator)
            let dataLength = [0, 5, 13, 16, 90].randomElement(using: &generator)!
            records.append(
                AESGCMRecord(
                    nonce: try AESGCMNonce(nonce.span),
                    additionalData: dataStart..<(dataStart + dataLength),
                    text: start..<(start + length),
                    keyIndex: Int.random(in: 0...1, using: &generator)
                )
            )
            nonces.append(nonce)
            start += length + 16 + Int.random(in: 0...5, using: &generator)
        }
        let order = Array(records.indices).shuffled(using: &generator)
        records = order.map { [records] in records[$0] }
        nonces = order.map { [nonces] in nonces[$0] }
        buffer = generator.bytes(start + 7)
    }
}

/// One key of each length.
package func twoKeys(_ kernel: AESGCMKernel = .best, second: AESGCMKernel? = nil) throws
    -> AESGCMKeyList
{
    var keys = AESGCMKeyList(capacity: 2)
    let first = keys.append(try AESGCMKey(testKeyBytes(16).span, kernel: kernel))
    let last = keys.append(try AESGCMKey(testKeyBytes(32).span, kernel: second ?? kernel))
    precondition(first == 0 && last == 1)
    return keys
}

extension AESGCMKeyList {
    package borrowing func sealBatch(
        _ records: [AESGCMRecord],
        additionalData: [UInt8] = [],
        in buffer: inout [UInt8]
    ) throws(AESGCMError) {
        try withSpan { keys throws(AESGCMError) in
            var bytes = buffer.mutableSpan
            try AESGCMKey.sealBatch(
                records.span,
                keys: keys,
                additionalData: additionalData.span,
                in: &bytes
            )
        }
    }

    package borrowing func openBatch(
        _ records: [AESGCMRecord],
        additionalData: [UInt8] = [],
        in buffer: inout [UInt8],
        isAuthentic: inout [Bool]
    ) throws(AESGCMError) {
        try withSpan { keys throws(AESGCMError) in
            var bytes = buffer.mutableSpan
            var answers = isAuthentic.mutableSpan
            try AESGCMKey.openBatch(
                records.span,
                keys: keys,
                additionalData: additionalData.span,
                in: &bytes,
                isAuthentic: &answers
            )
        }
    }
}
