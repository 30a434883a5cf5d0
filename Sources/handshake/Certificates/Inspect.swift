import ArgumentParser
import HandshakeKeyFormats
import HandshakeRSA
import SwiftASN1
import X509

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is in files of certificates, requests and keys.",
        discussion: """
            Reads PEM, each block of a file. Nothing secret of a private key is shown. Things \
            that belong together have the same 'key id', the SHA-256 of the public key.

              handshake inspect ca.pem localhost.pem localhost-key.pem
            """
    )

    @Argument(help: "The files.", completion: .file())
    var files: [String]

    func run() throws {
        var isFirst = true
        for file in files {
            let documents = try InputFile.pemDocuments(file)
            guard !documents.isEmpty else { throw ToolError("\(file) holds nothing in PEM") }
            for document in documents {
                if !isFirst { print() }
                isFirst = false
                do {
                    print(try Self.text(document, file: file))
                } catch {
                    throw ToolError("\(file): a \(document.discriminator) cannot be read: \(error)")
                }
            }
        }
    }

    private static func text(_ document: PEMDocument, file: String) throws -> String {
        let description: Description
        switch document.discriminator {
        case Certificate.defaultPEMDiscriminator:
            description = try Description(
                Certificate(pemDocument: document),
                fingerprint: PublicKeyText.fingerprint(document.derBytes)
            )
        case CertificateSigningRequest.defaultPEMDiscriminator,
            "NEW " + CertificateSigningRequest.defaultPEMDiscriminator:
            description = try Description(CertificateSigningRequest(derEncoded: document.derBytes))
        case let label where label.hasSuffix("PRIVATE KEY"):
            description = try Description(
                RSAPrivateKey(pemRepresentation: document.pemString + "\n")
            )
        case let label where label.hasSuffix("PUBLIC KEY"):
            let key = try RSAPublicKey(pemRepresentation: document.pemString + "\n")
            description = try Description(title: "public key", key)
        default:
            throw ToolError("it is none of the kinds that this command knows")
        }
        return description.text(file: file)
    }
}
