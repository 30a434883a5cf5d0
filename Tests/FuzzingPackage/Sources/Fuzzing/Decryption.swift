// SPDX-License-Identifier: Apache-2.0

import HandshakeCore

/// Ciphertexts that anyone may send: bytes as they are, or padding of one's own under the public key.
enum Decryption {
    private static let key = try! RSAPrivateKey(pemRepresentation: TestKeys.server)

    private static let schemes: [RSAEncryptionScheme] = [
        .pkcs1, .oaep(.sha1), .oaep(.sha256), .oaep(.sha512, mgf1Hash: .sha1, label: [1, 2, 3]),
    ]

    static func run(_ input: [UInt8]) {
        guard let kind = input.first else { return }
        var text = Array(input.dropFirst())
        if kind & 0x80 == 0 {
            // A text of the modulus' length that begins with these bytes, encrypted without padding.
            text = Array(text.prefix(key.modulusByteCount))
            text += [UInt8](repeating: 0x55, count: key.modulusByteCount - text.count)
            guard let encrypted = try? key.publicKey.rawOperation(text) else { return }
            do throws(RSAError) {
                let decrypted = try key.rawOperation(encrypted)
                Invariant.holds(decrypted == text, "what was encrypted is decrypted")
            } catch {
                Invariant.fails("a number below the modulus is decrypted: \(error)")
            }
            text = encrypted
        }
        decrypt(text, schemes[Int(kind & 3)])
        premasterSecret(text, clientVersion: kind & 4 == 0 ? 0x0303 : 0x0301)
    }

    private static func decrypt(_ ciphertext: [UInt8], _ scheme: RSAEncryptionScheme) {
        let longest = key.maximumMessageByteCount(scheme)
        do throws(RSAError) {
            let message = try key.decrypt(ciphertext, scheme: scheme)
            Invariant.holds(message.count <= longest, "a message fits into its padding")
            let again = try key.decrypt(ciphertext, scheme: scheme)
            Invariant.holds(again == message, "the same ciphertext is the same message")
        } catch {
            switch error {
            case .decryptionFailed, .wrongInputLength, .inputOutOfRange: break
            default: Invariant.fails("a ciphertext's error: \(error)")
            }
        }
    }

    private static func premasterSecret(_ ciphertext: [UInt8], clientVersion: UInt16) {
        do throws(RSAError) {
            let secret = try key.decryptPremasterSecret(ciphertext, clientVersion: clientVersion)
            Invariant.holds(secret.byteCount == 48, "a premaster secret has its length")
        } catch {
            switch error {
            case .wrongInputLength, .inputOutOfRange: break
            default: Invariant.fails("a premaster secret's error: \(error)")
            }
        }
    }
}
