// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine

/// Certificates in PEM text: trust roots, and a credential's chain.
enum CertificateReading {
    static func run(_ input: [UInt8]) {
        do throws(TLSCredentialError) {
            let roots = try TLSTrustRoots(pem: input.span)
            for unreadable in roots.unreadableCertificates {
                Invariant.holds(!unreadable.description.isEmpty, "an error has a description")
            }
        } catch {
            Invariant.holds(!"\(error)".isEmpty, "an error has a description")
        }
        do throws(TLSCredentialError) {
            let credential = try TLSCredential(
                pemCertificateChain: input.span,
                pemPrivateKey: TestKeys.server.utf8.span
            )
            Invariant.holds(!credential.certificateChain.isEmpty, "a credential has a certificate")
        } catch {
            Invariant.holds(!"\(error)".isEmpty, "an error has a description")
        }
    }
}
