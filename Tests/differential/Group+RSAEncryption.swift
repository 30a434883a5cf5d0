// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension Group {
    static var rsaEncryptions: [Group] {
        KeyRange.all.flatMap { range in
            [
                range.group("pkcs1-encryption") { key, kernel, draw, comparison in
                    try compareEncryption(.pkcs1, .pkcs1Encryption, key, kernel, &draw, &comparison)
                    try comparePKCS1Decryption(key, kernel, &draw, &comparison)
                },
                range.group("premaster") { key, kernel, draw, comparison in
                    try comparePremasterDecryption(key, kernel, &draw, &comparison)
                },
                range.group("oaep") { key, kernel, draw, comparison in
                    let hash = draw.element(of: HashAlgorithm.allCases)
                    let mgf1Hash =
                        draw.isOne(in: 2) ? hash : draw.element(of: HashAlgorithm.allCases)
                    let label = draw.isOne(in: 2) ? [] : draw.bytes(draw.byteCount(upTo: 300))
                    try compareEncryption(
                        .oaep(hash, mgf1Hash: mgf1Hash, label: label),
                        .oaep(hash, mgf1Hash: mgf1Hash, label: label),
                        key,
                        kernel,
                        &draw,
                        &comparison
                    )
                    try compareOAEPDecryption(
                        key,
                        kernel,
                        hash,
                        mgf1Hash,
                        label,
                        &draw,
                        &comparison
                    )
                },
            ]
        }
    }

    /// A message of ours that libcrypto decrypts, or one that is a byte too long.
    private static func compareEncryption(
        _ scheme: RSAEncryptionScheme,
        _ theirs: LibcryptoScheme,
        _ key: TestKey,
        _ kernel: RSAKernel,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let publicKey = key.publicKeys.first { $0.kernel == kernel }!
        let longest = publicKey.maximumMessageByteCount(scheme)
        let message = draw.bytes(
            draw.element(of: [0, 1, longest, longest + 1, draw.number(0...longest)])
        )
        let ciphertext = answer { () throws(RSAError) in
            try publicKey.encrypt(message, scheme: scheme)
        }
        guard let ciphertext else {
            return comparison.compare(
                nil,
                key.theirs.encrypt(message, theirs),
                "encryption of too long a message"
            )
        }
        comparison.compare(
            message,
            key.theirs.decrypt(ciphertext, theirs),
            "what libcrypto decrypts of ours, \(kernel)"
        )
    }

    /// A ciphertext of an encoded message, which may be a wrong one, or one with something changed.
    private static func ciphertext(
        of message: [UInt8],
        _ key: TestKey,
        _ draw: inout Draw
    ) -> [UInt8]? {
        guard let ciphertext = key.theirs.encrypt(message, .none) else { return nil }
        return switch draw.number(0...15) {
        case 0: draw.withChangedBit(ciphertext)
        case 1: key.input(&draw)
        case 2: LongNumber.sum(ciphertext, key.modulus) ?? ciphertext
        default: ciphertext
        }
    }

    private static func comparePKCS1Decryption(
        _ key: TestKey,
        _ kernel: RSAKernel,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let longest = key.modulusByteCount - 11
        let message = EncodedMessage.pkcs1Encryption(
            of: draw.bytes(draw.element(of: [0, 48, longest, draw.number(0...longest)])),
            byteCount: key.modulusByteCount,
            &draw
        )
        guard let ciphertext = ciphertext(of: message, key, &draw) else { return }
        let privateKey = try key.privateKey(kernel)
        let ours = answer { () throws(RSAError) in
            try privateKey.decrypt(ciphertext, scheme: .pkcs1)
        }
        let theirs = key.theirs.decrypt(ciphertext, .pkcs1Encryption)
        if theirs == nil, ours != nil, !Libcrypto.rejectsImplicitly {
            comparison.count(.implicitRejection)
            // It is the same each time, and nothing of what was decrypted.
            let again = try privateKey.decrypt(ciphertext, scheme: .pkcs1)
            let decrypted = key.theirs.decrypt(ciphertext, .none) ?? []
            comparison.check(
                again == ours && ours!.count <= longest
                    && (ours!.count < 8 || ours! != Array(decrypted.suffix(ours!.count))),
                "the stand-in for a message, \(kernel)"
            )
            return
        }
        comparison.compare(ours, theirs, "PKCS #1 decryption, \(kernel)")
    }

    private static func comparePremasterDecryption(
        _ key: TestKey,
        _ kernel: RSAKernel,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let clientVersion: UInt16 = draw.element(of: [0x0303, 0x0303, 0x0302, 0x0301])
        let byteCount = draw.isOne(in: 4) ? draw.element(of: [0, 47, 49]) : 48
        var content = draw.bytes(byteCount)
        let sentVersion = draw.isOne(in: 8) ? 0x0300 : clientVersion
        let versionBytes = [UInt8(sentVersion >> 8), UInt8(sentVersion & 0xff)]
        if byteCount > 1 { content.replaceSubrange(0..<2, with: versionBytes) }
        let message = EncodedMessage.pkcs1Encryption(
            of: content,
            byteCount: key.modulusByteCount,
            &draw
        )
        guard let ciphertext = ciphertext(of: message, key, &draw) else { return }
        let privateKey = try key.privateKey(kernel)
        let ours = try privateKey.decryptPremasterSecret(
            ciphertext,
            clientVersion: clientVersion
        ).array
        let decrypted = key.theirs.decrypt(ciphertext, .none)
        guard let decrypted,
            let theirs = key.theirs.decrypt(
                ciphertext,
                .premaster(clientVersion: clientVersion)
            )
        else {
            comparison.count(.premasterOutOfRange)
            return comparison.check(decrypted == nil && ours.count == 48, "a number out of range")
        }
        // A random secret is none of the message's.
        let sent = Array(decrypted.suffix(46))
        let isOurs = Array(ours.dropFirst(2)) == sent
        let isTheirs = Array(theirs.dropFirst(2)) == sent
        if isOurs, !isTheirs, sentVersion != clientVersion {
            return comparison.count(.premasterVersion)
        }
        comparison.compare(
            accepts: isOurs,
            isTheirs,
            "\(isTheirs ? "right" : "wrong") premaster secret, \(kernel)"
        )
        if isTheirs { comparison.compare(ours, theirs, "premaster secret, \(kernel)") }
    }

    private static func compareOAEPDecryption(
        _ key: TestKey,
        _ kernel: RSAKernel,
        _ hash: HashAlgorithm,
        _ mgf1Hash: HashAlgorithm,
        _ label: [UInt8],
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let longest = key.modulusByteCount - 2 * hash.digestByteCount - 2
        guard longest >= 0 else { return }
        let message = EncodedMessage.oaep(
            of: draw.bytes(draw.element(of: [0, 1, longest, draw.number(0...longest)])),
            byteCount: key.modulusByteCount,
            hash,
            mgf1Hash: mgf1Hash,
            label: label,
            &draw
        )
        guard let ciphertext = ciphertext(of: message, key, &draw) else { return }
        let label = draw.isOne(in: 16) ? label + [0] : label
        let privateKey = try key.privateKey(kernel)
        let theirs = key.theirs.decrypt(
            ciphertext,
            .oaep(hash, mgf1Hash: mgf1Hash, label: label)
        )
        comparison.compare(
            answer { () throws(RSAError) in
                try privateKey.decrypt(
                    ciphertext,
                    scheme: .oaep(hash, mgf1Hash: mgf1Hash, label: label)
                )
            },
            theirs,
            "OAEP decryption of a \(theirs == nil ? "wrong" : "right") message, \(kernel)"
        )
    }
}
