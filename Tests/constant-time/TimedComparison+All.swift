// SPDX-License-Identifier: Apache-2.0

internal import CExecutionTrace
internal import HandshakeCore
internal import SelfTestCases
internal import TestSupport

extension TimedComparison {
    /// Classes that a peer could tell apart if their times differed, on the kernels that are chosen here.
    static var all: [TimedComparison] {
        [premasterSecret(), pkcs1, oaep, aesGCM(byteCount: 64), aesGCM(byteCount: 1350)]
            + [12, 48].map(comparison) + [tag]
    }

    /// What has to be found: a comparison that ends with the first byte that differs, and a decryption
    /// after which a wrong padding costs one step more.
    static var planted: [TimedComparison] {
        [
            TimedComparison(name: "a comparison that ends early") {
                let expected = [UInt8](repeating: 7, count: 48)
                let (first, second) = differing(expected, at: (0, 47))
                return (
                    first, second,
                    { bytes in
                        for index in bytes.indices where bytes[index] != expected[index] { return }
                    }
                )
            },
            premasterSecret(name: "a step for wrong padding alone") { premasterSecret, message in
                guard premasterSecret != message else { return }
                for _ in 0..<10 { _ = HashAlgorithm.sha256.hash(premasterSecret) }
            },
        ]
    }

    /// Ciphertexts in a class.
    private static let poolCount = 32

    /// Copies of the bytes that differ at one place or the other: so few that the nearest cache holds them
    /// all, since where a copy lies would show in times of a hundred nanoseconds.
    private static func differing(
        _ bytes: [UInt8],
        at places: (Int, Int)
    ) -> (first: [[UInt8]], second: [[UInt8]]) {
        func copies(_ place: Int) -> [[UInt8]] {
            (0..<4).map { index in
                var copy = bytes
                copy[place] ^= UInt8(index + 1)
                return copy
            }
        }
        return (copies(places.0), copies(places.1))
    }

    // MARK: RSA

    private static let key = try! RSATestKey.named("rsa2048").privateKey()
    private static let messageByteCount = RSAPrivateKey.premasterSecretByteCount

    /// The ciphertexts of blocks that `encode` makes.
    private static func ciphertexts(
        _ seed: UInt64,
        accept: ([UInt8]) throws -> Bool = { _ in true },
        _ encode: (Int, inout SeededGenerator) -> [UInt8]
    ) throws -> [[UInt8]] {
        var generator = SeededGenerator(seed: seed)
        return try (0..<poolCount).map { index in
            while true {
                let block = encode(index, &generator)
                let ciphertext = try key.publicKey.rawOperation(block)
                if try accept(ciphertext) { return ciphertext }
            }
        }
    }

    /// Right ones, and ones with every fault. `extra` is a planted leak.
    private static func premasterSecret(
        name: String = "rsa2048 decrypt a premaster secret, right or wrong",
        extra: @escaping (_ premasterSecret: [UInt8], _ message: [UInt8]) -> Void = { _, _ in }
    ) -> TimedComparison {
        TimedComparison(name: name, isLong: true) {
            let message = [3, 3] + [UInt8](repeating: 9, count: messageByteCount - 2)
            func ciphertexts(_ faults: [EncodedMessage.PKCS1Fault]) throws -> [[UInt8]] {
                try Self.ciphertexts(1) { index, generator in
                    EncodedMessage.pkcs1(
                        .of(index, among: faults),
                        message: message,
                        byteCount: key.modulusByteCount,
                        &generator
                    )
                }
            }
            var premasterSecret = [UInt8](repeating: 0, count: messageByteCount)
            return (
                try ciphertexts([.none]),
                try ciphertexts(EncodedMessage.PKCS1Fault.allCases.filter { $0 != .none }),
                { ciphertext in
                    var span = premasterSecret.mutableSpan
                    try key.decryptPremasterSecret(ciphertext, clientVersion: 0x0303, into: &span)
                    extra(premasterSecret, message)
                }
            )
        }
    }

    /// Right ones, and ones with each fault in their padding that give a message of the same length.
    private static var pkcs1: TimedComparison {
        TimedComparison(name: "rsa2048 decrypt PKCS #1, right or wrong", isLong: true) {
            func ciphertexts(_ faults: [EncodedMessage.PKCS1Fault]) throws -> [[UInt8]] {
                try Self.ciphertexts(2) { ciphertext in
                    try key.decrypt(ciphertext, scheme: .pkcs1).count == messageByteCount
                } _: { index, generator in
                    EncodedMessage.pkcs1(
                        .of(index, among: faults),
                        message: generator.bytes(messageByteCount),
                        byteCount: key.modulusByteCount,
                        &generator
                    )
                }
            }
            var message = [UInt8](repeating: 0, count: key.maximumMessageByteCount(.pkcs1))
            return (
                try ciphertexts([.none]),
                try ciphertexts(EncodedMessage.PKCS1Fault.padding.filter { $0 != .none }),
                { ciphertext in
                    var span = message.mutableSpan
                    _ = try key.decrypt(ciphertext, scheme: .pkcs1, into: &span)
                }
            )
        }
    }

    /// Wrong ones: a first byte that is not zero, which Manger's attack looks for, and the other faults.
    private static var oaep: TimedComparison {
        TimedComparison(
            name: "rsa2048 decrypt OAEP, wrong in its first byte or elsewhere",
            isLong: true
        ) {
            func ciphertexts(_ faults: [EncodedMessage.OAEPFault]) throws -> [[UInt8]] {
                try Self.ciphertexts(3) { index, generator in
                    EncodedMessage.oaep(
                        .of(index, among: faults),
                        message: generator.bytes(messageByteCount),
                        byteCount: key.modulusByteCount,
                        &generator
                    )
                }
            }
            let scheme = RSAEncryptionScheme.oaep(.sha256)
            var message = [UInt8](repeating: 0, count: key.maximumMessageByteCount(scheme))
            return (
                try ciphertexts([.firstByte]),
                try ciphertexts([.labelHash, .byteInPadding, .noSeparator]),
                { ciphertext in
                    try expect(.decryptionFailed) { () throws(RSAError) in
                        var span = message.mutableSpan
                        _ = try key.decrypt(ciphertext, scheme: scheme, into: &span)
                    }
                }
            )
        }
    }

    // MARK: Tags

    /// A sealed text whose tag is wrong in its first byte or its last.
    private static func aesGCM(byteCount: Int) -> TimedComparison {
        TimedComparison(name: "AES-128-GCM open \(byteCount) bytes, wrong tag, first byte or last")
        {
            let key = try AESGCMKey([UInt8](repeating: 1, count: 16))
            let nonce = try key.nonce([UInt8](repeating: 2, count: 12))
            let sealed = try key.seal([UInt8](repeating: 3, count: byteCount), nonce: nonce)
            let (first, second) = differing(sealed, at: (byteCount, sealed.count - 1))
            var text = [UInt8](repeating: 0, count: byteCount)
            return (
                first, second,
                { sealed in
                    try expect(.authenticationFailed) { () throws(AESGCMError) in
                        var span = text.mutableSpan
                        try key.open(sealed, nonce: nonce, additionalData: Span(), into: &span)
                    }
                }
            )
        }
    }

    /// What Finished's verify_data is compared with.
    private static func comparison(byteCount: Int) -> TimedComparison {
        TimedComparison(name: "constantTimeEqual of \(byteCount) bytes, first byte or last") {
            let expected = [UInt8](repeating: 5, count: byteCount)
            let (first, second) = differing(expected, at: (0, byteCount - 1))
            return (
                first, second,
                { bytes in
                    if constantTimeEqual(bytes, expected.span) { throw UnexpectedSuccess() }
                }
            )
        }
    }

    private static var tag: TimedComparison {
        TimedComparison(name: "HMAC-SHA-256 of 32 bytes, wrong tag, first byte or last") {
            let key = HMACKey(.sha256, key: [UInt8](repeating: 6, count: 32))
            let message = [UInt8](repeating: 7, count: 32)
            let (first, second) = differing(key.authenticate(message), at: (0, 31))
            return (
                first, second,
                { tag in
                    if key.isValid(tag, for: message.span) { throw UnexpectedSuccess() }
                }
            )
        }
    }
}
