import HandshakeEngine

/// Reads certificates and keys for connections.
enum CredentialFiles {
    static func trustRoots(_ path: String) throws -> TrustRoots {
        let text = try InputFile.text(path, hint: "make an authority with 'handshake ca create'")
        do {
            return try TrustRoots(pem: text)
        } catch {
            throw ToolError("\(path): \(reason(error))")
        }
    }

    static func credential(_ certificatePath: String, _ keyPath: String) throws -> Credential {
        let hint = "make one with 'handshake request' and 'handshake sign'"
        let chain = try InputFile.text(certificatePath, hint: hint)
        let key = try InputFile.text(keyPath, hint: hint)
        do {
            return try Credential(pemCertificateChain: chain, pemPrivateKey: key)
        } catch {
            switch error {
            case .invalidPrivateKey: throw ToolError("\(keyPath): \(reason(error))")
            case .keyDoesNotMatch:
                throw ToolError("\(keyPath) is not the private key of \(certificatePath)")
            default: throw ToolError("\(certificatePath): \(reason(error))")
            }
        }
    }

    private static func reason(_ error: CredentialError) -> String {
        switch error {
        case .noCertificate: "there is no certificate in PEM"
        case .invalidCertificate(let reason): "a certificate cannot be read: \(reason)"
        case .unsupportedKey: "the certificate's key is not RSA, or of a size not supported"
        case .keyDoesNotMatch: "the private key is another one's"
        case .invalidPrivateKey(let error): "the private key cannot be read: \(error)"
        }
    }
}
