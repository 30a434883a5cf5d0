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

    static func privateKey(_ path: String, hint: String? = nil) throws -> RSAPrivateKey {
        do {
            return try bytes(path, hint: hint).withBytes { text in
                try RSAPrivateKey(pemRepresentation: text)
            }
        } catch let error as KeyFormatError {
            throw ToolError("\(path) holds no usable RSA private key: \(error)")
        }
    }

    /// The first certificate of a file.
    static func certificate(_ path: String, hint: String? = nil) throws -> Certificate {
        do {
            return try bytes(path, hint: hint).withBytes { text in
                try CertificatePEM.certificates(text)[0]
            }
        } catch let error as TLSCredentialError {
            throw ToolError("\(path): \(CredentialFiles.reason(error))")
        }
    }
}
