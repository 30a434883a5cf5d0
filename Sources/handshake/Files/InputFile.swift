// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import X509

/// Reads what the commands are given, into memory that is wiped: any of it may be a key.
enum InputFile {
    /// The contents. `hint` says how to come by the file if there is none.
    static func bytes(_ path: String, hint: String? = nil) throws -> SecretBytes {
        do throws(FileReadingError) {
            return try SecretBytes(contentsOfFile: path)
        } catch {
            let reason =
                error == .system(errorNumber: ENOENT)
                ? "does not exist" : "cannot be read: \(error)"
            throw ToolError("\(path) \(reason)" + (hint.map { ": \($0)" } ?? ""))
        }
    }

    /// The first private key of a file, which may be encrypted.
    static func privateKey(
        _ path: String,
        _ passphrase: PassphraseOptions,
        hint: String? = nil
    ) throws -> RSAPrivateKey {
        try bytes(path, hint: hint).withBytes { text in
            do {
                return try RSAPrivateKey(pemRepresentation: text)
            } catch let error as KeyFormatError where error.code == .encrypted {
                return try decrypt(text, path, passphrase)
            } catch {
                throw ToolError("\(path) holds no usable RSA private key: \(error)")
            }
        }
    }

    /// A key whose block says that it is encrypted. `asks` says whether the one at the terminal may
    /// be asked for the passphrase.
    static func decrypt(
        _ text: Span<UInt8>,
        _ path: String,
        _ passphrase: PassphraseOptions,
        asks: Bool = true
    ) throws -> RSAPrivateKey {
        do {
            return try EncryptedKey.decrypt(text, path: path, passphrase, asks: asks)
        } catch let error as ToolError {
            throw ToolError("\(path): \(error)")
        }
    }

    /// The certificates of a file, of which there is at least one.
    static func certificates(_ path: String, hint: String? = nil) throws -> [Certificate] {
        do {
            return try bytes(path, hint: hint).withBytes { text in
                try CertificatePEM.certificates(text)
            }
        } catch let error as TLSCredentialError {
            throw ToolError("\(path): \(CredentialFiles.reason(error))")
        }
    }
}
