// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import HandshakeTLS

/// What README shows, in a package that depends on this one: a signature, the server's half of a key
/// exchange, a connection's first bytes.
@main struct Client {
    static func main() async throws {
        let key = try RSAPrivateKey.generate(bitCount: 2048)
        let digest = [UInt8](repeating: 1, count: 32)
        let batcher = try RSABatcher()
        let signature = try await batcher.sign(digest: digest, scheme: .pss(.sha256), with: key)
        try key.publicKey.verify(signature.span, digest: digest.span, scheme: .pss(.sha256))
        try exchangeKeys(key)

        let der = try key.derRepresentation()
        _ = try der.withBytes { try RSAPrivateKey(derRepresentation: $0) }

        var connection = TLSConnection(
            client: TLSClientConfiguration(serverName: "localhost", trustRoots: TLSTrustRoots([]))
        )
        print("signed, derived, and", connection.takeBytesToSend().count, "bytes to send")
    }

    static func exchangeKeys(_ key: RSAPrivateKey) throws {
        let random = [UInt8](repeating: 2, count: 32)
        let encrypted = [0] + [UInt8](repeating: 3, count: key.modulusByteCount - 1)
        var premasterSecret = SecretBytes(byteCount: RSAPrivateKey.premasterSecretByteCount)
        try premasterSecret.withMutableBytes { secret in
            try key.decryptPremasterSecret(encrypted.span, clientVersion: 0x0303, into: &secret)
        }
        let masterSecret = try TLS12.PRF.sha256.masterSecret(
            premasterSecret: premasterSecret,
            clientRandom: random,
            serverRandom: random
        )
        _ = try TLS12.PRF.sha256.keyBlock(
            shape: .aes128GCM,
            masterSecret: masterSecret,
            clientRandom: random,
            serverRandom: random
        )
    }
}
