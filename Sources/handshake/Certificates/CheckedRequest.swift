import Crypto
import SwiftASN1
import X509

/// A certificate request whose sender has shown to have the private key that goes with it.
struct CheckedRequest {
    let path: String
    let request: CertificateSigningRequest
    let extensions: Certificate.Extensions

    /// Throws ``ToolError`` if the file holds no request, or one with a wrong signature or a key
    /// that is too short.
    init(path: String) throws {
        self.path = path
        let hint = "make a request with 'handshake request NAME'"
        let label = CertificateSigningRequest.defaultPEMDiscriminator
        let documents = try InputFile.pemDocuments(path, hint: hint)
        guard
            // The second is the older label of RFC 7468 section 7.
            let document = documents.first(where: {
                [label, "NEW " + label].contains($0.discriminator)
            })
        else { throw ToolError("\(path) holds no certificate request in PEM: \(hint)") }
        do {
            request = try CertificateSigningRequest(derEncoded: document.derBytes)
            extensions = try request.attributes.extensionRequest?.extensions ?? .init()
        } catch CryptoKitError.incorrectParameterSize {
            throw ToolError(
                "\(path) has a key of a size that is not supported, such as RSA of less than 2048 "
                    + "bits: make another key, and a request with it"
            )
        } catch {
            throw ToolError("\(path) holds a request that cannot be read: \(error)")
        }
        guard request.publicKey.isValidSignature(request.signature, for: request) else {
            throw ToolError(
                "\(path) has a wrong signature: it was changed, or its sender does not have the "
                    + "private key. Ask for a new request"
            )
        }
    }

    /// The names that it asks for. Throws ``ToolError`` if one of them is no name of its kind.
    func names() throws -> [GeneralName] {
        let names = try extensions.subjectAlternativeNames.map { Array($0) } ?? []
        if let wrong = names.first(where: { !CertificateName.isWellFormed($0) }) {
            throw ToolError(
                "\(path) asks for what is no name: \(CertificateName.text(wrong)). Give its names "
                    + "with --name"
            )
        }
        return names
    }
}
