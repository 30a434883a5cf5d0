// SPDX-License-Identifier: Apache-2.0

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
        let keys = try twoKeys()
        additionalData = generator.bytes(200)
        var start = 3
        for _ in 0..<recordCount {
            // One in eight of another number of bytes, which a kernel may have to seal by itself.
            let nonceByteCount = Int.random(in: 0..<8, using: &generator) == 0 ? 20 : 12
            let nonce = generator.bytes(nonceByteCount)
            let keyIndex = Int.random(in: 0...1, using: &generator)
            let length = [0, 1, 13, 16, 64, 100, 256, 300, 1350].randomElement(using: &generator)!
            let dataStart = Int.random(in: 0...100, using: &generator)
            let dataLength = [0, 5, 13, 16, 90].randomElement(using: &generator)!
            records.append(
                AESGCMRecord(
                    nonce: try keys.withSpan { try $0[keyIndex].nonce(nonce) },
                    additionalData: dataStart..<(dataStart + dataLength),
                    text: start..<(start + length),
                    keyIndex: keyIndex
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
