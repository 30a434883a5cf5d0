// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import SwiftASN1
import X509

/// A certificate request whose sender has shown to have the private key that goes with it.
struct CheckedRequest {
    let path: String
    let request: CertificateSigningRequest
    let extensions: Certificate.Extensions

    /// Throws ``ToolError`` if the file holds no request, or one with a wrong signature or a key
    /// that certificates cannot hold.
    init(path: String) throws {
        self.path = path
        let hint = "make a request with 'handshake request NAME'"
        let bytes = try InputFile.bytes(path, hint: hint).withBytes { text in
            do {
                return try PEMBlock.first(.certificateRequest, in: text).decode(from: text)
            } catch let error as KeyFormatError where error.code == .noKeyInPEM {
                throw ToolError("\(path) holds no certificate request: \(error.reason); \(hint)")
            } catch let error as KeyFormatError {
                throw ToolError("\(path): \(error)")
            }
        }
        let checked: RequestDER
        do {
            checked = try RequestDER(bytes)
            request = checked.request
            extensions = checked.extensions
        } catch let error as ToolError {
            throw ToolError("\(path) holds \(error)")
        }
        guard !checked.pss.isKey else {
            throw ToolError(
                "\(path) has an RSA key for PSS signatures alone (id-RSASSA-PSS), which is not "
                    + "supported: make another key, and a request with it"
            )
        }
        guard checked.isSignatureRight else {
            throw ToolError(
                "\(path) has a wrong signature: it was changed, or its sender does not have the "
                    + "private key. Ask for a new request"
            )
        }
    }

    /// The use that it asks for. Throws ``ToolError`` if that cannot be read.
    func use() throws -> CertificateUse? {
        do {
            return try CertificateUse(extensions)
        } catch {
            throw ToolError(
                "\(path) asks for a use that cannot be read: \(ErrorText.of(error)). Say --use server "
                    + "or --use client"
            )
        }
    }

    /// The names that it asks for. Throws ``ToolError`` if one of them is no name of its kind.
    func names() throws -> [GeneralName] {
        let names: [GeneralName]
        do {
            names = try extensions.subjectAlternativeNames.map { Array($0) } ?? []
        } catch {
            throw ToolError(
                "\(path) asks for names that cannot be read: \(ErrorText.of(error)). Give its names "
                    + "with --name"
            )
        }
        if let wrong = names.first(where: { !CertificateName.isWellFormed($0) }) {
            throw ToolError(
                "\(path) asks for what is no name: \(CertificateName.text(wrong)). Give its names "
                    + "with --name"
            )
        }
        return names
    }
}
