// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension Group {
    /// Batches of one length of key, or of many.
    static var rsaBatches: [Group] {
        [
            Group(name: "rsa-batch", shortCount: 24, longCount: 10_000) { draw, comparison, keys in
                try compareBatches(of: keys.around2048, atMost: 20, &draw, &comparison)
            },
            Group(name: "rsa-batch-mixed", shortCount: 4, longCount: 2_000) {
                draw,
                comparison,
                keys in
                let some = keys.upTo4096.filter { $0.modulusBitCount < 3100 }
                try compareBatches(of: keys.around2048 + some, atMost: 12, &draw, &comparison)
            },
            Group(name: "rsa-batch-long", shortCount: 1, longCount: 50) { draw, comparison, keys in
                try compareBatches(
                    of: keys.upTo4096 + keys.above4096,
                    atMost: 4,
                    &draw,
                    &comparison
                )
            },
        ]
    }

    private static func compareBatches(
        of candidates: [TestKey],
        atMost maximum: Int,
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let kernel = draw.element(of: candidates[0].kernels)
        // All of one key, or any.
        let first = draw.element(of: candidates)
        let isOneKey = draw.isOne(in: 2)
        let keys = (0..<draw.number(0...maximum)).map { _ in
            isOneKey ? first : draw.element(of: candidates)
        }
        let batch = Batch(
            keys: keys,
            privateKeys: try keys.map { try $0.privateKey(kernel) },
            kernel: kernel
        )
        switch draw.number(0...4) {
        case 0: try batch.compareRaw(&draw, &comparison)
        case 1: try batch.compareSignatures(&draw, &comparison)
        case 2: try batch.compareOAEP(&draw, &comparison)
        case 3: try batch.comparePremasterSecrets(&draw, &comparison)
        default: try batch.compareEncryption(&draw, &comparison)
        }
    }
}

/// A batch's keys, and what is compared with libcrypto's single operations.
private struct Batch {
    let keys: [TestKey]
    let privateKeys: [RSAPrivateKey]
    let kernel: RSAKernel

    private var publicKeys: [RSAPublicKey] { privateKeys.map(\.publicKey) }

    private func compare(
        _ results: [Result<[UInt8], RSAError>],
        _ what: String,
        _ comparison: inout Comparison,
        _ expected: (Int) -> [UInt8]?
    ) {
        comparison.check(results.count == keys.count, "count of \(what), \(kernel)")
        for (index, result) in results.enumerated() {
            comparison.compare(try? result.get(), expected(index), "\(what) in a batch, \(kernel)")
        }
    }

    func compareRaw(_ draw: inout Draw, _ comparison: inout Comparison) throws {
        let inputs = keys.map { $0.input(&draw) }
        let results = try RSAPrivateKey.rawOperation(privateKeys, inputs)
        compare(results, "private operation", &comparison) { index in
            keys[index].theirs.decrypt(inputs[index], .none)
        }
        let publicResults = try RSAPublicKey.rawOperation(publicKeys, inputs)
        compare(publicResults, "public operation", &comparison) { index in
            keys[index].theirs.encrypt(inputs[index], .none)
        }
    }

    func compareSignatures(_ draw: inout Draw, _ comparison: inout Comparison) throws {
        let hash = draw.element(of: [HashAlgorithm.sha224, .sha256, .sha384, .sha512])
        let digests = keys.map { _ in draw.bytes(hash.digestByteCount) }
        let results = try RSAPrivateKey.sign(privateKeys, digests: digests, scheme: .pkcs1(hash))
        let expected = zip(keys, digests).map {
            $0.theirs.sign(digest: $1, .pkcs1Signature(hash)) ?? []
        }
        compare(results, "PKCS #1 signature", &comparison) { expected[$0] }
        let pss = try RSAPrivateKey.sign(privateKeys, digests: digests, scheme: .pss(hash))
        let theirScheme = LibcryptoScheme.pss(hash, mgf1Hash: hash, saltLength: .digest)
        for (index, result) in pss.enumerated() {
            let signature = (try? result.get()) ?? []
            comparison.compare(
                accepts: true,
                keys[index].theirs.accepts(signature, digest: digests[index], theirScheme),
                "our PSS signature in a batch, \(kernel)"
            )
        }
        let isPSS = draw.isOne(in: 2)
        let signatures = (isPSS ? pss.map { (try? $0.get()) ?? [] } : expected).map {
            draw.isOne(in: 4) ? draw.withChangedBit($0) : $0
        }
        let outcomes = try RSAPublicKey.verify(
            publicKeys,
            signatures,
            digests: digests,
            scheme: isPSS ? .pss(hash) : .pkcs1(hash)
        )
        for (index, outcome) in outcomes.enumerated() {
            comparison.compare(
                accepts: outcome == nil,
                keys[index].theirs.accepts(
                    signatures[index],
                    digest: digests[index],
                    isPSS ? theirScheme : .pkcs1Signature(hash)
                ),
                "verification in a batch, \(kernel)"
            )
        }
    }

    func compareOAEP(_ draw: inout Draw, _ comparison: inout Comparison) throws {
        let hash = draw.element(of: HashAlgorithm.allCases)
        let label = draw.bytes(draw.number(0...40))
        let theirs = LibcryptoScheme.oaep(hash, mgf1Hash: hash, label: label)
        let ciphertexts = keys.map { key in
            let message = draw.bytes(draw.number(0...key.modulusByteCount - 130))
            let ciphertext = key.theirs.encrypt(message, theirs) ?? []
            return draw.isOne(in: 4) ? draw.withChangedBit(ciphertext) : ciphertext
        }
        let results = try RSAPrivateKey.decrypt(
            privateKeys,
            ciphertexts,
            scheme: .oaep(hash, label: label)
        )
        compare(results, "OAEP decryption", &comparison) { index in
            keys[index].theirs.decrypt(ciphertexts[index], theirs)
        }
    }

    func comparePremasterSecrets(_ draw: inout Draw, _ comparison: inout Comparison) throws {
        let versions: [UInt16] = keys.map { _ in draw.element(of: [0x0303, 0x0302]) }
        let secrets = versions.map { version in
            [UInt8(version >> 8), UInt8(version & 0xff)] + draw.bytes(46)
        }
        let areRight = keys.map { _ in !draw.isOne(in: 4) }
        let ciphertexts = zip(keys, zip(secrets, areRight)).map { key, message in
            let content = message.1 ? message.0 : message.0 + [0]
            return key.theirs.encrypt(content, .pkcs1Encryption) ?? []
        }
        var output = SecretBytes(byteCount: 48 * keys.count)
        let outcomes = try RSAPrivateKey.decryptPremasterSecret(
            privateKeys,
            ciphertexts,
            clientVersions: versions,
            into: &output
        )
        let bytes = output.array
        for (index, outcome) in outcomes.enumerated() {
            comparison.check(outcome == nil, "outcome of a premaster secret, \(kernel)")
            let ours = Array(bytes[(48 * index)..<(48 * index + 48)])
            let theirs = keys[index].theirs.decrypt(
                ciphertexts[index],
                .premaster(clientVersion: versions[index])
            )
            // What takes the place of a wrong one is random.
            comparison.compare(
                accepts: ours == secrets[index],
                theirs == secrets[index],
                "\(areRight[index] ? "right" : "wrong") premaster secret in a batch, \(kernel)"
            )
        }
    }

    func compareEncryption(_ draw: inout Draw, _ comparison: inout Comparison) throws {
        let isOAEP = draw.isOne(in: 2)
        let messages = keys.map { key in
            draw.bytes(draw.number(0...key.modulusByteCount - (isOAEP ? 66 : 11)))
        }
        let results = try RSAPublicKey.encrypt(
            publicKeys,
            messages,
            scheme: isOAEP ? .oaep(.sha256) : .pkcs1
        )
        for (index, result) in results.enumerated() {
            let decrypted = (try? result.get()).flatMap { ciphertext in
                keys[index].theirs.decrypt(
                    ciphertext,
                    isOAEP
                        ? .oaep(.sha256, mgf1Hash: .sha256, label: []) : .pkcs1Encryption
                )
            }
            comparison.compare(
                messages[index],
                decrypted,
                "what libcrypto decrypts of a batch, \(kernel)"
            )
        }
    }
}
