// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

/// Keys of about one length, and how many cases they take.
struct KeyRange {
    let name: String
    let keys: KeyPath<Keys, [TestKey]>
    let shortCount: Int
    let longCount: Int

    /// In which private operations are compared.
    static var all: [KeyRange] {
        [
            KeyRange(name: "2048", keys: \.around2048, shortCount: 150, longCount: 20_000),
            KeyRange(name: "4096", keys: \.upTo4096, shortCount: 20, longCount: 3_000),
            KeyRange(name: "16384", keys: \.above4096, shortCount: 2, longCount: 250),
        ]
    }

    /// Too short for our private operations, and for encryption.
    static var publicOnly: KeyRange {
        KeyRange(name: "1024", keys: \.belowPrivate, shortCount: 200, longCount: 20_000)
    }

    func group(
        _ scheme: String,
        _ run:
            @escaping (TestKey, RSAKernel, inout Draw, inout Comparison) throws -> Void
    ) -> Group {
        Group(
            name: "rsa\(name)-\(scheme)",
            shortCount: shortCount,
            longCount: longCount
        ) { draw, comparison, keys in
            let key = draw.element(of: keys[keyPath: self.keys])
            try run(key, draw.element(of: key.kernels), &draw, &comparison)
        }
    }
}

extension Group {
    /// The bare exponentiations, on each kernel.
    static var rsaRaw: [Group] {
        let publicOperations = KeyRange.publicOnly.group("raw") { key, _, draw, comparison in
            comparePublicOperations(key, key.input(&draw), &comparison)
        }
        return [publicOperations]
            + KeyRange.all.map { range in
                range.group("raw") { key, _, draw, comparison in
                    let input = key.input(&draw)
                    comparePublicOperations(key, input, &comparison)
                    let expected = key.theirs.decrypt(input, .none)
                    for kernel in key.kernels {
                        let privateKey = try key.privateKey(kernel)
                        comparison.compare(
                            answer { () throws(RSAError) in try privateKey.rawOperation(input) },
                            expected,
                            "private operation, \(kernel)"
                        )
                    }
                }
            }
    }

    private static func comparePublicOperations(
        _ key: TestKey,
        _ input: [UInt8],
        _ comparison: inout Comparison
    ) {
        let expected = key.theirs.encrypt(input, .none)
        for publicKey in key.publicKeys {
            comparison.compare(
                answer { () throws(RSAError) in try publicKey.rawOperation(input) },
                expected,
                "public operation, \(publicKey.kernel)"
            )
        }
    }

    /// Any hash function; SHA-1, with which we sign nothing, now and then.
    static func signatureHash(_ draw: inout Draw) -> HashAlgorithm {
        draw.isOne(in: 10)
            ? .sha1 : draw.element(of: [HashAlgorithm.sha224, .sha256, .sha384, .sha512])
    }

    /// nil: it was rejected.
    static func answer(_ body: () throws(RSAError) -> [UInt8]) -> [UInt8]? {
        do throws(RSAError) {
            return try body()
        } catch {
            return nil
        }
    }
}
