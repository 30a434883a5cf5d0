// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine

/// Reads certificates and keys for connections.
enum CredentialFiles {
    /// What cannot be read is told on standard error, and not trusted.
    static func trustRoots(_ path: String) throws -> TLSTrustRoots {
        let text = try InputFile.bytes(path, hint: "make an authority with 'handshake ca create'")
        do {
            let roots = try text.withBytes { text in try TLSTrustRoots(pem: text) }
            for certificate in roots.unreadableCertificates {
                StandardError.print("\(path): left out \(certificate)")
            }
            return roots
        } catch let error as TLSCredentialError {
            throw ToolError("\(path): \(reason(error))")
        }
    }

    /// The authorities that the system trusts.
    static func systemTrustRoots() throws -> TLSTrustRoots {
        do {
            let roots = try TLSTrustRoots.system()
            for certificate in roots.unreadableCertificates {
                StandardError.print("left out \(certificate)")
            }
            return roots
        } catch {
            throw ToolError(
                "the system's certificate authorities were not found: name some by --ca"
            )
        }
    }

    /// `asks` says whether an encrypted key's passphrase may be asked for at the terminal.
    static func credential(
        _ certificatePath: String,
        _ keyPath: String,
        _ passphrase: PassphraseOptions,
        asks: Bool = true
    ) throws -> TLSCredential {
        let hint = "make one with 'handshake request' and 'handshake sign'"
        let chain = try InputFile.bytes(certificatePath, hint: hint)
        let key = try InputFile.bytes(keyPath, hint: hint)
        do {
            return try chain.withBytes { chain in
                try key.withBytes { key in
                    do {
                        return try TLSCredential(pemCertificateChain: chain, pemPrivateKey: key)
                    } catch TLSCredentialError.invalidPrivateKey(let error)
                        where error.code == .encrypted
                    {
                        return try TLSCredential(
                            certificateChain: CertificatePEM.certificates(chain),
                            privateKey: InputFile.decrypt(key, keyPath, passphrase, asks: asks)
                        )
                    }
                }
            }
        } catch let error as TLSCredentialError {
            switch error {
            case .invalidPrivateKey: throw ToolError("\(keyPath): \(reason(error))")
            case .keyDoesNotMatch:
                throw ToolError("\(keyPath) is not the private key of \(certificatePath)")
            default: throw ToolError("\(certificatePath): \(reason(error))")
            }
        }
    }

    static func reason(_ error: TLSCredentialError) -> String {
        switch error {
        case .noCertificate: "there is no certificate in it"
        case .invalidCertificate(let reason): "a certificate cannot be read: \(reason)"
        case .unsupportedKey:
            "the certificate's key is not RSA of 2048 to 8192 bits, which this TLS needs: make one "
                + "with 'handshake request' and have a certificate issued for it"
        case .keyDoesNotMatch: "the private key is another one's"
        case .invalidPrivateKey(let error) where error.code == .notAnRSAKey:
            "this TLS needs an RSA key: make one with 'handshake request', and have a certificate "
                + "issued for it; the one that is there is none: \(error)"
        case .invalidPrivateKey(let error): "the private key cannot be read: \(error)"
        }
    }
}
