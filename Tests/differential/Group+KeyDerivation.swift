// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS

extension Group {
    static var keyDerivations: [Group] {
        [
            Group(name: "prf", shortCount: 10_000, longCount: 1_000_000) { draw, comparison, _ in
                try comparePRFs(&draw, &comparison)
            },
            Group(name: "prf-batch", shortCount: 500, longCount: 100_000) { draw, comparison, _ in
                try comparePRFBatches(&draw, &comparison)
            },
            Group(name: "hkdf", shortCount: 10_000, longCount: 1_000_000) { draw, comparison, _ in
                try compareHKDF(&draw, &comparison)
            },
            Group(name: "expand-label", shortCount: 5_000, longCount: 1_000_000) {
                draw,
                comparison,
                _ in
                try compareExpandLabel(&draw, &comparison)
            },
        ]
    }

    private static func comparePRFs(_ draw: inout Draw, _ comparison: inout Comparison) throws {
        let hash = draw.element(of: CipherSuiteHash.allCases)
        let kernels = HashKernels.drawn(&draw)
        let prf = TLS12.PRF(hash, kernels: kernels)
        let name = "\(hash), \(kernels.name(for: hash.algorithm))"
        // libcrypto takes no empty secret, and of label and seed 1 to 1024 bytes.
        let secret = draw.bytes(max(1, draw.byteCount(upTo: 600)))
        let label = draw.bytes(draw.number(1...40))
        let seed = draw.bytes(draw.byteCount(upTo: 900))
        let byteCount = max(1, draw.byteCount(upTo: 1500))
        let output = try prf.derive(
            secret: SecretBytes(copying: secret),
            label: label,
            seed: seed,
            byteCount: byteCount
        )
        let expected = Libcrypto.prf(
            hash.algorithm,
            secret: secret,
            seed: label + seed,
            byteCount: byteCount
        )
        comparison.compare(output.array, expected, "PRF of \(name)")
    }

    /// The four derivations of many handshakes at once.
    private static func comparePRFBatches(
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let hash = draw.element(of: CipherSuiteHash.allCases)
        let kernels = HashKernels.drawn(&draw)
        let prf = TLS12.PRF(hash, kernels: kernels)
        let lanes = "\(hash), \(kernels.lanesName(for: hash.algorithm))"
        let count = draw.number(0...40)
        let secretByteCount = draw.number(1...4) > 1 ? 48 : max(1, draw.byteCount(upTo: 300))
        let secrets = (0..<count).map { _ in draw.bytes(secretByteCount) }
        let masterSecrets = (0..<count).map { _ in draw.bytes(48) }
        let randoms = (0..<count).map { _ in draw.bytes(64) }
        let hashes = (0..<count).map { _ in draw.bytes(hash.byteCount) }
        let sender = draw.element(of: [TLS12.PRF.Sender.client, .server])
        let shape = draw.element(of: [TLS12.KeyBlockShape.aes128GCM, .aes256GCM])

        func compare(
            _ output: [UInt8],
            _ what: String,
            _ secrets: [[UInt8]],
            _ label: String,
            _ seeds: [[UInt8]],
            _ byteCount: Int
        ) {
            let expected = zip(secrets, seeds).flatMap { secret, seed in
                Libcrypto.prf(
                    hash.algorithm,
                    secret: secret,
                    seed: Array(label.utf8) + seed,
                    byteCount: byteCount
                ) ?? []
            }
            comparison.compare(output, expected, "\(what), \(lanes)")
        }
        func joined(_ parts: [[UInt8]]) -> SecretBytes {
            SecretBytes(copying: parts.flatMap(\.self))
        }

        compare(
            try prf.masterSecrets(
                count: count,
                premasterSecrets: joined(secrets),
                randoms: randoms.flatMap(\.self)
            ).array,
            "master secrets",
            secrets,
            "master secret",
            randoms,
            48
        )
        compare(
            try prf.extendedMasterSecrets(
                count: count,
                premasterSecrets: joined(secrets),
                sessionHashes: hashes.flatMap(\.self)
            ).array,
            "extended master secrets",
            secrets,
            "extended master secret",
            hashes,
            48
        )
        compare(
            try prf.keyBlocks(
                count: count,
                shape: shape,
                masterSecrets: joined(masterSecrets),
                randoms: randoms.flatMap(\.self)
            ).array,
            "key blocks",
            masterSecrets,
            "key expansion",
            randoms,
            shape.byteCount
        )
        compare(
            try prf.verifyData(
                count: count,
                sender: sender,
                masterSecrets: joined(masterSecrets),
                handshakeHashes: hashes.flatMap(\.self)
            ),
            "verify data",
            masterSecrets,
            sender == .client ? "client finished" : "server finished",
            hashes,
            12
        )
    }

    /// TLS 1.3's HKDF-Expand-Label (RFC 8446, section 7.1), which libcrypto has no call for in each version:
    /// its HKDF with the structure HkdfLabel.
    private static func compareExpandLabel(
        _ draw: inout Draw,
        _ comparison: inout Comparison
    ) throws {
        let hash = draw.element(of: CipherSuiteHash.allCases)
        let kernels = HashKernels.drawn(&draw)
        let schedule = TLS13.KeySchedule(hash, kernels: kernels)
        let secret = draw.bytes(hash.byteCount)
        // "tls13 " and the label are 7 to 255 bytes.
        let label = draw.bytes(draw.isOne(in: 20) ? draw.number(240...249) : draw.number(1...20))
        let context = draw.bytes(draw.isOne(in: 20) ? 255 : draw.number(0...64))
        let byteCount = max(1, draw.byteCount(upTo: 255 * hash.byteCount))
        let output = try schedule.expandLabel(
            secret: SecretBytes(copying: secret),
            label: label,
            context: context,
            byteCount: byteCount
        )
        let prefixed = Array("tls13 ".utf8) + label
        let length = [UInt8(byteCount >> 8), UInt8(byteCount & 0xff)]
        let information =
            length + [UInt8(prefixed.count)] + prefixed + [UInt8(context.count)] + context
        comparison.compare(
            output.array,
            Libcrypto.expand(
                hash.algorithm,
                pseudorandomKey: secret,
                info: information,
                byteCount: byteCount
            ),
            "HKDF-Expand-Label of \(hash), \(kernels.name(for: hash.algorithm))"
        )
    }

    private static func compareHKDF(_ draw: inout Draw, _ comparison: inout Comparison) throws {
        let algorithm = draw.element(of: HashAlgorithm.allCases)
        let kernels = HashKernels.drawn(&draw)
        let function = HKDFFunction(algorithm, kernels: kernels)
        let name = "\(algorithm), \(kernels.name(for: algorithm))"
        let salt = draw.bytes(draw.byteCount(upTo: 600))
        // libcrypto takes no empty key.
        let input = draw.bytes(max(1, draw.byteCount(upTo: 600)))
        let extracted = function.extract(
            salt: salt,
            inputKeyMaterial: SecretBytes(copying: input)
        )
        comparison.compare(
            extracted.array,
            Libcrypto.extract(algorithm, salt: salt, inputKeyMaterial: input),
            "extract of \(name)"
        )
        let key = draw.isOne(in: 2) ? extracted.array : draw.bytes(draw.number(1...200))
        let info = draw.bytes(draw.byteCount(upTo: 900))
        // The most are 255 digests; now and then one byte more than that.
        let byteCount =
            draw.isOne(in: 50)
            ? 255 * algorithm.digestByteCount + draw.number(-1...1)
            : max(1, draw.byteCount(upTo: 1500))
        let expanded: [UInt8]?
        do throws(HKDFError) {
            expanded = try function.expand(
                pseudorandomKey: SecretBytes(copying: key),
                info: info,
                byteCount: byteCount
            ).array
        } catch {
            expanded = nil
        }
        comparison.compare(
            expanded,
            Libcrypto.expand(algorithm, pseudorandomKey: key, info: info, byteCount: byteCount),
            "expand of \(name)"
        )
    }
}

extension SecretBytes {
    /// A copy of bytes that are secret nowhere but by their type.
    var array: [UInt8] { withBytes { bytes in bytes.indices.map { bytes[$0] } } }
}
