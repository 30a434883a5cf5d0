// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport

extension Group {
    static var rsaSignatures: [Group] {
        [KeyRange.publicOnly].flatMap { range in
            [
                range.group("pkcs1") { key, kernel, draw, comparison in
                    try comparePKCS1Verification(key, kernel, &draw, &comparison)
                },
                range.group("pss") { key, kernel, draw, comparison in
                    try comparePSSVerification(key, kernel, &draw, &comparison)
                },
            ]
        }
            + KeyRange.all.flatMap { range in
                [
                    range.group("pkcs1") { key, kernel, draw, comparison in
                        try comparePKCS1Signing(key, kernel, &draw, &comparison)
                        try comparePKCS1Verification(key, kernel, &draw, &comparison)
                    },
                    range.group("pss") { key, kernel, draw, comparison in
                        try comparePSSSigning(key, kernel, &draw, &comparison)
                        try comparePSSVerification(key, kernel, &draw, &comparison)
                    },
                ]
            }
    }

    private static func comparePKCS1Signing(
        _ key: TestKey,
        _ kernel: RSAKernel,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let hash = signatureHash(&draw)
        let digest = draw.bytes(hash.digestByteCount)
        let privateKey = try key.privateKey(kernel)
        let signature = answer { () throws(RSAError) in
            try privateKey.sign(digest: digest, scheme: .pkcs1(hash))
        }
        if hash == .sha1, signature == nil { return comparison.count(.noSHA1Signature) }
        comparison.compare(
            signature,
            key.theirs.sign(digest: digest, .pkcs1Signature(hash)),
            "PKCS #1 signature, \(kernel)"
        )
    }

    /// A signature of libcrypto's, one with something changed, or one of another encoded message.
    private static func comparePKCS1Verification(
        _ key: TestKey,
        _ kernel: RSAKernel,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let hash = signatureHash(&draw)
        var digest = draw.bytes(hash.digestByteCount)
        guard var signature = key.theirs.sign(digest: digest, .pkcs1Signature(hash)) else {
            return comparison.fail("libcrypto signs nothing")
        }
        if draw.isOne(in: 2) {
            guard let message = key.theirs.encrypt(signature, .none),
                let other = key.theirs.decrypt(
                    EncodedMessage.pkcs1Signature(of: message, &draw),
                    .none
                )
            else { return }  // the number is not below the modulus
            signature = other
        } else {
            damage(&signature, &digest, key, &draw)
        }
        compareVerification(
            key.publicKeys.first { $0.kernel == kernel }!,
            key.theirs,
            signature,
            digest,
            .pkcs1(hash),
            .pkcs1Signature(hash),
            "PKCS #1 verification",
            &comparison
        )
    }

    private static func comparePSSSigning(
        _ key: TestKey,
        _ kernel: RSAKernel,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let hash = signatureHash(&draw)
        let mgf1Hash = draw.isOne(in: 2) ? hash : draw.element(of: HashAlgorithm.allCases)
        let digest = draw.bytes(hash.digestByteCount)
        let longest = (key.modulusBitCount + 6) / 8 - hash.digestByteCount - 2
        let saltLength = draw.element(of: [
            RSAPSSSaltLength.digest, .bytes(0), .bytes(longest), .bytes(longest + 1),
            .bytes(draw.number(0...longest)),
        ])
        let privateKey = try key.privateKey(kernel)
        let signature = answer { () throws(RSAError) in
            try privateKey.sign(
                digest: digest,
                scheme: .pss(hash, mgf1Hash: mgf1Hash, saltLength: saltLength)
            )
        }
        if hash == .sha1, signature == nil { return comparison.count(.noSHA1Signature) }
        let theirs = LibcryptoScheme.pss(hash, mgf1Hash: mgf1Hash, saltLength: saltLength)
        guard let signature else {
            return comparison.compare(
                nil,
                key.theirs.sign(digest: digest, theirs),
                "PSS signature with too long a salt, \(kernel)"
            )
        }
        comparison.compare(
            accepts: true,
            key.theirs.accepts(signature, digest: digest, theirs),
            "our PSS signature, \(kernel)"
        )
    }

    private static func comparePSSVerification(
        _ key: TestKey,
        _ kernel: RSAKernel,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let hash = signatureHash(&draw)
        let mgf1Hash = draw.isOne(in: 2) ? hash : draw.element(of: HashAlgorithm.allCases)
        var digest = draw.bytes(hash.digestByteCount)
        let longest = (key.modulusBitCount + 6) / 8 - hash.digestByteCount - 2
        guard longest >= 0 else { return }
        let saltByteCount = draw.element(of: [
            hash.digestByteCount, 0, longest, draw.number(0...longest),
        ])
        let message = EncodedMessage.pss(
            digest: digest,
            modulusBitCount: key.modulusBitCount,
            hash,
            mgf1Hash: mgf1Hash,
            saltByteCount: saltByteCount,
            &draw
        )
        // nil: the salt is too long, or the number not below the modulus.
        guard let message, var signature = key.theirs.decrypt(message, .none) else { return }
        if draw.isOne(in: 4) { damage(&signature, &digest, key, &draw) }
        let wanted = draw.element(of: [
            RSAPSSSaltLength.any, .digest, .bytes(saltByteCount), .bytes(saltByteCount + 1),
        ])
        compareVerification(
            key.publicKeys.first { $0.kernel == kernel }!,
            key.theirs,
            signature,
            digest,
            .pss(hash, mgf1Hash: mgf1Hash, saltLength: wanted),
            .pss(hash, mgf1Hash: mgf1Hash, saltLength: wanted),
            "PSS verification",
            &comparison
        )
    }

    private static func compareVerification(
        _ key: RSAPublicKey,
        _ theirs: LibcryptoKey,
        _ signature: [UInt8],
        _ digest: [UInt8],
        _ scheme: RSASignatureScheme,
        _ theirScheme: LibcryptoScheme,
        _ what: String,
        _ comparison: inout Comparison
    ) {
        func ourFailure(_ signature: [UInt8]) -> RSAError? {
            do throws(RSAError) {
                try key.verify(signature, digest: digest, scheme: scheme)
                return nil
            } catch {
                return error
            }
        }
        var failure = ourFailure(signature)
        if scheme.hash == .sha1, failure == .unsupportedHash {
            return comparison.count(.noSHA1Signature)
        }
        let isAccepted = theirs.accepts(signature, digest: digest, theirScheme)
        let missingCount = key.modulusByteCount - signature.count
        if isAccepted, failure != nil, missingCount > 0 {
            // It has to be one, with the zeros.
            comparison.count(.signatureLength)
            failure = ourFailure([UInt8](repeating: 0, count: missingCount) + signature)
        }
        comparison.compare(
            accepts: failure == nil,
            isAccepted,
            "\(what) of a \(isAccepted ? "right" : "wrong") signature, \(key.kernel)",
            of: "\(scheme), \(key.modulusBitCount) bits, encoded message "
                + (theirs.encrypt(signature, .none) ?? []).hexadecimal
        )
    }

    /// Changes a signature or what it is of, or not.
    private static func damage(
        _ signature: inout [UInt8],
        _ digest: inout [UInt8],
        _ key: TestKey,
        _ draw: inout Draw
    ) {
        switch draw.number(0...7) {
        case 0: signature = draw.withChangedBit(signature)
        case 1: digest = draw.withChangedBit(digest)
        case 2: signature = LongNumber.sum(signature, key.modulus) ?? signature
        case 3: signature.removeLast()
        case 4: signature.removeFirst()
        case 5: signature.insert(0, at: draw.element(of: [0, signature.count]))
        case 6: signature = key.input(&draw)
        default: break
        }
    }
}
