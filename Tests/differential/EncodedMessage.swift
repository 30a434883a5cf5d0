// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

/// Encoded messages of RFC 8017, right ones and such as no library makes, by libcrypto's hashes.
enum EncodedMessage {
    /// EMSA-PKCS1-v1_5 (section 9.2), with a fault most of the time.
    static func pkcs1Signature(of signature: [UInt8], _ draw: inout Draw) -> [UInt8] {
        // 00 01 FF … FF 00 DigestInfo
        var message = signature
        let separator = message.dropFirst(2).firstIndex(of: 0) ?? message.count - 1
        switch draw.number(0...7) {
        case 0: message[0] = 1
        case 1: message[1] = draw.element(of: [0, 2])
        case 2: message[draw.number(2...separator - 1)] = draw.element(of: [0, 0xfe])
        case 3: message[separator] = 0xff
        case 4:
            // Fewer bytes of padding, and something behind the digest
            let info = Array(message[separator...])
            let count = draw.number(1...min(16, separator - 10))
            message.replaceSubrange((separator - count)..., with: info + draw.bytes(count))
        case 5: message = draw.withChangedBit(message)
        case 6:
            // A DigestInfo without NULL, by two bytes shorter
            let start = separator + 1
            var info = Array(message[start...])
            if let null = info.indices.dropLast().first(where: {
                info[$0] == 5 && info[$0 + 1] == 0
            }) {
                info.removeSubrange(null..<(null + 2))
                info[1] -= 2
                info[3] -= 2
                message.replaceSubrange(start..., with: info)
                message.insert(contentsOf: [0xff, 0xff], at: 2)
            }
        default: break
        }
        return message
    }

    /// EME-PKCS1-v1_5 (section 7.2.1), with a fault half of the time.
    static func pkcs1Encryption(
        of content: [UInt8],
        byteCount: Int,
        _ draw: inout Draw
    ) -> [UInt8] {
        var padding = draw.bytes(byteCount - 3 - content.count).map { $0 == 0 ? 1 : $0 }
        var start: [UInt8] = [0, 2]
        var separator: UInt8 = 0
        switch draw.number(0...11) {
        case 0: start[1] = draw.element(of: [0, 1, 3, 0x82])
        case 1: start[0] = 1
        case 2: padding[min(draw.element(of: [0, 7, draw.number(1...6)]), padding.count - 1)] = 0
        case 3: padding[min(8, padding.count - 1)] = 0
        case 4: separator = 1
        case 5: padding[draw.number(0...padding.count - 1)] = 0
        default: break
        }
        return start + padding + [separator] + content
    }

    /// EME-OAEP (section 7.1.1), with a fault half of the time.
    static func oaep(
        of content: [UInt8],
        byteCount: Int,
        _ hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm,
        label: [UInt8],
        _ draw: inout Draw
    ) -> [UInt8] {
        let hashByteCount = hash.digestByteCount
        var labelHash = Libcrypto.hash(hash, label)!
        var padding = [UInt8](
            repeating: 0,
            count: byteCount - content.count - 2 * hashByteCount - 2
        )
        var separator: UInt8 = 1
        var first: UInt8 = 0
        var content = content
        switch draw.number(0...11) {
        case 0: labelHash = draw.withChangedBit(labelHash)
        case 1 where !padding.isEmpty: padding[draw.number(0...padding.count - 1)] = 2
        case 2 where !padding.isEmpty: padding[draw.number(0...padding.count - 1)] = 1
        case 3: separator = draw.element(of: [0, 2, 0x81])
        case 4: first = draw.element(of: [1, 2, 0x40, 0x80])
        case 5:
            // No separator at all
            separator = 0
            content = [UInt8](repeating: 0, count: content.count)
        default: break
        }
        let seed = draw.bytes(hashByteCount)
        let dataBlock = labelHash + padding + [separator] + content
        let maskedBlock = masked(dataBlock, seed: seed, mgf1Hash)
        return [first] + masked(seed, seed: maskedBlock, mgf1Hash) + maskedBlock
    }

    /// EMSA-PSS (section 9.1.1) as long as the modulus, with a fault half of the time; nil where a salt
    /// of that length has no room.
    static func pss(
        digest: [UInt8],
        modulusBitCount: Int,
        _ hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm,
        saltByteCount: Int,
        _ draw: inout Draw
    ) -> [UInt8]? {
        let modulusByteCount = (modulusBitCount + 7) / 8
        let byteCount = (modulusBitCount + 6) / 8
        let blockByteCount = byteCount - hash.digestByteCount - 1
        guard blockByteCount >= saltByteCount + 1 else { return nil }
        var salt = draw.bytes(saltByteCount)
        let h = Libcrypto.hash(hash, [UInt8](repeating: 0, count: 8) + digest + salt)!
        var padding = [UInt8](repeating: 0, count: blockByteCount - saltByteCount - 1)
        var separator: UInt8 = 1
        var trailer: UInt8 = 0xbc
        var keepsTopBits = false
        var first: UInt8 = 0
        switch draw.number(0...13) {
        case 0 where !padding.isEmpty: padding[draw.number(0...padding.count - 1)] = 2
        case 1 where !padding.isEmpty: padding[draw.number(0...padding.count - 1)] = 1
        case 2: separator = draw.element(of: [0, 2, 3, 0x81])
        case 3: trailer = draw.element(of: [0xcc, 0, 0xbd])
        case 4: keepsTopBits = true
        case 5: salt = draw.withChangedBit(salt)
        case 6: first = 1
        default: break
        }
        var block = masked(padding + [separator] + salt, seed: h, mgf1Hash)
        let mask = 0xff >> UInt8(8 * byteCount - (modulusBitCount - 1))
        if !keepsTopBits { block[0] &= UInt8(truncatingIfNeeded: mask) }
        let front = [UInt8](repeating: first, count: modulusByteCount - byteCount)
        return front + block + h + [trailer]
    }

    /// The bytes exclusive-ored with MGF1 of the seed (section B.2.1).
    private static func masked(
        _ bytes: [UInt8],
        seed: [UInt8],
        _ hash: HashAlgorithm
    ) -> [UInt8] {
        var mask: [UInt8] = []
        var counter = 0
        while mask.count < bytes.count {
            mask += Libcrypto.hash(
                hash,
                seed + [0, 0, UInt8(counter >> 8), UInt8(counter & 0xff)]
            )!
            counter += 1
        }
        return zip(bytes, mask).map { $0 ^ $1 }
    }
}
