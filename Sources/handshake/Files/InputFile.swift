import Foundation
import HandshakeKeyFormats
import HandshakeRSA
import SwiftASN1
import X509

/// Reads what the commands are given.
enum InputFile {
    /// The contents. `hint` says how to come by the file if there is none.
    static func bytes(_ path: String, hint: String? = nil) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            let reason =
                FileManager.default.fileExists(atPath: path) ? "cannot be read" : "does not exist"
            throw ToolError("\(path) \(reason)" + (hint.map { ": \($0)" } ?? ""))
        }
    }

    static func text(_ path: String, hint: String? = nil) throws -> String {
        String(decoding: try bytes(path, hint: hint), as: UTF8.self)
    }

    static func privateKey(_ path: String, hint: String? = nil) throws -> RSAPrivateKey {
        do {
            return try RSAPrivateKey(pemRepresentation: text(path, hint: hint))
        } catch let error as KeyFormatError {
            throw ToolError("\(path) holds no usable RSA private key: \(error)")
        }
    }

    /// The first certificate of a file.
    static func certificate(_ path: String, hint: String? = nil) throws -> Certificate {
        let documents = try pemDocuments(path, hint: hint)
        guard
            let document = documents.first(where: {
                $0.discriminator == Certificate.defaultPEMDiscriminator
            })
        else { throw ToolError("\(path) holds no certificate in PEM") }
        do {
            return try Certificate(pemDocument: document)
        } catch {
            throw ToolError("\(path) holds a certificate that cannot be read: \(error)")
        }
    }

    static func pemDocuments(_ path: String, hint: String? = nil) throws -> [PEMDocument] {
        do {
            return try PEMDocument.parseMultiple(pemString: text(path, hint: hint))
        } catch let error as ASN1Error {
            throw ToolError("\(path) is not PEM: \(error)")
        }
    }
}
