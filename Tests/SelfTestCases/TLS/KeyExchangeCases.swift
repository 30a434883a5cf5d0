// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS
internal import TestSupport

/// A whole RSA key exchange of TLS 1.2 by hand (RFC 5246, sections 7.4.7.1, 8.1, 6.3 and 7.4.9),
/// each side from what it has, and application data both ways.
package enum KeyExchangeCases {
    package static let all: [SelfTestCase] = RSATestKey.kernels.flatMap { kernel in
        [
            SelfTestCase("RSA key exchange, AES-128-GCM, SHA-256, \(kernel)") { checks, _ in
                for name in ["rsa2048", "rsa3072", "rsa4096"] {
                    try exchange(.named(name), kernel, TLS12.PRF(.sha256), .aes128GCM, &checks)
                }
            },
            SelfTestCase("RSA key exchange, AES-256-GCM, SHA-384, \(kernel)") { checks, _ in
                for name in ["rsa2048", "rsa3072", "rsa4096"] {
                    try exchange(.named(name), kernel, TLS12.PRF(.sha384), .aes256GCM, &checks)
                }
            },
        ]
    }

    private static func exchange(
        _ testKey: RSATestKey,
        _ kernel: RSAKernel,
        _ prf: TLS12.PRF,
        _ shape: TLS12.KeyBlockShape,
        _ checks: inout Checks
    ) throws {
        let key = try testKey.privateKey(kernel: kernel)
        var generator = SeededGenerator(seed: UInt64(key.modulusByteCount))
        let clientRandom = generator.bytes(32)
        let serverRandom = generator.bytes(32)
        let handshakeHash = generator.bytes(prf.hashByteCount)

        // ClientKeyExchange, and what the server makes of it
        let premaster = [3, 3] + generator.bytes(46)
        let ciphertext = try key.publicKey.encrypt(premaster, scheme: .pkcs1)
        let received = try bytes(RSAPrivateKey.premasterSecretByteCount) { secret in
            try key.decryptPremasterSecret(ciphertext.span, clientVersion: 0x0303, into: &secret)
        }
        checks.check(received == premaster)

        func side(_ premaster: [UInt8]) throws -> Side {
            try Side(prf, shape, premaster, clientRandom, serverRandom)
        }
        let client = try side(premaster)
        let server = try side(received)
        for sender in [TLS12.PRF.Sender.client, .server] {
            checks.check(
                try client.verifyData(sender, handshakeHash)
                    == server.verifyData(sender, handshakeHash)
            )
        }
        for direction in [Side.Direction.clientToServer, .serverToClient] {
            var sealer = try client.sealer(direction)
            var opener = try server.opener(direction)
            for byteCount in [1, 16, 1000, 1 << 14] {
                let fragment = generator.bytes(byteCount)
                let record = try sealer.sealed(fragment, .applicationData)
                let opened = try opener.opened(record, inPlace: true)
                checks.check(opened.fragment == fragment)
            }
        }

        // A tampered ciphertext is no error, and its secret another one (RFC 5246, 7.4.7.1).
        var tampered = ciphertext
        tampered[ciphertext.count - 1] ^= 1
        let random = try bytes(RSAPrivateKey.premasterSecretByteCount) { secret in
            try key.decryptPremasterSecret(tampered.span, clientVersion: 0x0303, into: &secret)
        }
        checks.check(Array(random[..<2]) == [3, 3] && random != premaster)
    }

    /// What one side of the connection derives.
    private struct Side {
        enum Direction { case clientToServer, serverToClient }

        private let prf: TLS12.PRF
        private let shape: TLS12.KeyBlockShape
        private let masterSecret: [UInt8]
        private let keyBlock: [UInt8]

        init(
            _ prf: TLS12.PRF,
            _ shape: TLS12.KeyBlockShape,
            _ premaster: [UInt8],
            _ clientRandom: [UInt8],
            _ serverRandom: [UInt8]
        ) throws {
            self.prf = prf
            self.shape = shape
            let masterSecret = try bytes(48) { secret in
                try prf.masterSecret(
                    premasterSecret: premaster.span,
                    clientRandom: clientRandom.span,
                    serverRandom: serverRandom.span,
                    into: &secret
                )
            }
            keyBlock = try bytes(shape.byteCount) { block in
                try prf.keyBlock(
                    shape: shape,
                    masterSecret: masterSecret.span,
                    clientRandom: clientRandom.span,
                    serverRandom: serverRandom.span,
                    into: &block
                )
            }
            self.masterSecret = masterSecret
        }

        func verifyData(_ sender: TLS12.PRF.Sender, _ handshakeHash: [UInt8]) throws -> [UInt8] {
            try bytes(12) { data in
                try prf.verifyData(
                    sender: sender,
                    masterSecret: masterSecret.span,
                    handshakeHash: handshakeHash.span,
                    into: &data
                )
            }
        }

        func sealer(_ direction: Direction) throws -> TLS12.RecordSealer {
            let (key, implicitNonce) = keys(direction)
            return try TLS12.RecordSealer(key: key.span, initializationVector: implicitNonce.span)
        }

        func opener(_ direction: Direction) throws -> TLS12.RecordOpener {
            let (key, implicitNonce) = keys(direction)
            return try TLS12.RecordOpener(key: key.span, initializationVector: implicitNonce.span)
        }

        private func keys(_ direction: Direction) -> (key: [UInt8], implicitNonce: [UInt8]) {
            direction == .clientToServer
                ? (Array(keyBlock[shape.clientWriteKey]), Array(keyBlock[shape.clientWriteIV]))
                : (Array(keyBlock[shape.serverWriteKey]), Array(keyBlock[shape.serverWriteIV]))
        }
    }
}
