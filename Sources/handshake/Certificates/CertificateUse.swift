// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import X509

/// What a certificate is for.
enum CertificateUse: String, ExpressibleByArgument, CaseIterable {
    case server, client

    private var usage: ExtendedKeyUsage.Usage {
        switch self {
        case .server: .serverAuth
        case .client: .clientAuth
        }
    }

    func extendedKeyUsage() throws -> ExtendedKeyUsage { try ExtendedKeyUsage([usage]) }

    /// A server's RSA key may have to decrypt premaster secrets, too; no other key can.
    func keyUsage(of key: Certificate.PublicKey) throws -> KeyUsage {
        let isRSA = try PublicKeyText.rsaBitCount(key) != nil
        return KeyUsage(digitalSignature: true, keyEncipherment: self == .server && isRSA)
    }

    /// The one use that a request asks for, if it asks for one.
    init?(_ extensions: Certificate.Extensions) throws {
        guard let usages = try extensions.extendedKeyUsage else { return nil }
        let uses = Self.allCases.filter { usages.contains($0.usage) }
        guard uses.count == 1, let use = uses.first else { return nil }
        self = use
    }
}
