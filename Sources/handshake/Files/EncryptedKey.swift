// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import NIOSSL

/// Private keys in encrypted PEM, PKCS #8 or OpenSSL's older form, which NIOSSL decrypts.
enum EncryptedKey {
    /// The key of the text's first block of a private key, which is in the file `path`. Throws
    /// ``ToolError``, which does not name the file, for a passphrase that is wrong or missing, and
    /// for a key that is not RSA. `asks` says whether the one at the terminal may be asked.
    static func decrypt(
        _ text: Span<UInt8>,
        path: String,
        _ options: PassphraseOptions,
        asks: Bool = true
    ) throws -> RSAPrivateKey {
        guard let passphrase = try options.passphrase(for: path, asks: asks) else {
            throw ToolError(
                "an encrypted key: \(PassphraseOptions.hint), or write it without one by "
                    + "'openssl pkey -in FILE -out NEW'"
            )
        }
        var der = try decrypt(text, passphrase)
        defer {
            var span = der.mutableSpan
            span.wipe()
        }
        do {
            return try RSAPrivateKey(derRepresentation: der)
        } catch {
            throw ToolError("no usable RSA private key: \(error)")
        }
    }

    /// The key in DER, which NIOSSL leaves in an array.
    private static func decrypt(
        _ text: Span<UInt8>,
        _ passphrase: borrowing SecretBytes
    ) throws -> [UInt8] {
        var copy = passphrase.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        defer {
            var span = copy.mutableSpan
            span.wipe()
        }
        // NIOSSL would end the program.
        guard copy.allSatisfy({ $0 < 0x80 }) else {
            throw ToolError(
                "an encrypted key whose passphrase has characters other than ASCII's, which cannot "
                    + "be used here: 'openssl pkey -in FILE -out NEW' writes the key without one"
            )
        }
        do {
            return try derBytes(text.indices.map { text[$0] }, copy)
        } catch {
            throw ToolError(
                "an encrypted key that cannot be decrypted: the passphrase is wrong, or the file is "
                    + "damaged or encrypted in a way that is not supported; 'openssl pkey -in FILE "
                    + "-out NEW' writes it without a passphrase"
            )
        }
    }

    /// A function of its own: when it returns nothing else holds the passphrase's array, which can
    /// then be wiped in place. A shared one would be copied first, and the copy wiped.
    private static func derBytes(_ pem: [UInt8], _ passphrase: [UInt8]) throws -> [UInt8] {
        try NIOSSLPrivateKey(
            bytes: pem,
            format: .pem,
            passphraseCallback: { set in set(passphrase) }
        ).derBytes
    }
}
