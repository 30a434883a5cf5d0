// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport

/// What an RSA ciphertext is made of, right or wrong.
enum EncodedMessage {
    /// What is wrong with a PKCS #1 v1.5 encryption block.
    enum PKCS1Fault: CaseIterable, Fault {
        case none, firstByte, blockType, shortPadding, noSeparator
        /// These are right for a message of another length, which a premaster secret cannot have.
        case longerMessage, shorterMessage, emptyMessage

        static let padding: [PKCS1Fault] = [
            .none, .firstByte, .blockType, .shortPadding, .noSeparator,
        ]
    }

    /// 00 02, padding, 00, message, without another 00.
    static func pkcs1(
        _ fault: PKCS1Fault,
        message: [UInt8],
        byteCount: Int,
        _ generator: inout SeededGenerator
    ) -> [UInt8] {
        let separator = byteCount - message.count - 1
        var bytes = (0..<byteCount).map { _ in UInt8.random(in: 1...255, using: &generator) }
        bytes.replaceSubrange(0..<2, with: [0, 2])
        bytes.replaceSubrange((separator + 1)..., with: message.map { max($0, 1) })
        switch fault {
        case .none: bytes[separator] = 0
        case .firstByte: (bytes[0], bytes[separator]) = (1, 0)
        case .blockType: (bytes[1], bytes[separator]) = (1, 0)
        case .shortPadding: (bytes[9], bytes[separator]) = (0, 0)
        case .noSeparator: break
        case .longerMessage: bytes[separator - 1] = 0
        case .shorterMessage: bytes[separator + 1] = 0
        case .emptyMessage: bytes[byteCount - 1] = 0
        }
        return bytes
    }

    /// What is wrong with an OAEP block.
    enum OAEPFault: CaseIterable, Fault {
        case firstByte, labelHash, byteInPadding, noSeparator
    }

    /// 00, masked seed, masked data block, with SHA-256, of no label.
    static func oaep(
        _ fault: OAEPFault?,
        message: [UInt8],
        byteCount: Int,
        _ generator: inout SeededGenerator
    ) -> [UInt8] {
        let hash = HashAlgorithm.sha256
        let hashByteCount = hash.digestByteCount
        let paddingByteCount = byteCount - message.count - 2 * hashByteCount - 2
        var dataBlock =
            hash.hash([]) + [UInt8](repeating: 0, count: paddingByteCount) + [1] + message
        switch fault {
        case .none, .firstByte: break
        case .labelHash: dataBlock[0] ^= 1
        case .byteInPadding: dataBlock[hashByteCount + paddingByteCount / 2] = 2
        case .noSeparator:
            for index in hashByteCount..<dataBlock.count { dataBlock[index] = 0 }
        }
        var seed = generator.bytes(hashByteCount)
        mask(&dataBlock, seed: seed)
        mask(&seed, seed: dataBlock)
        return [fault == .firstByte ? 1 : 0] + seed + dataBlock
    }

    /// MGF1 with SHA-256.
    private static func mask(_ bytes: inout [UInt8], seed: [UInt8]) {
        for index in bytes.indices.filter({ $0.isMultiple(of: 32) }) {
            let block = HashAlgorithm.sha256.hash(seed + [0, 0, 0, UInt8(index / 32)])
            for (offset, byte) in block.enumerated() where index + offset < bytes.count {
                bytes[index + offset] ^= byte
            }
        }
    }
}

/// What can be wrong, in one of several ways.
protocol Fault {}

extension Fault {
    /// The fault of the secret of this number.
    static func of(_ secret: Int, among faults: [Self]) -> Self { faults[secret % faults.count] }
}
