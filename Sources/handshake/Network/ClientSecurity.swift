// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeNIO
import NIOCore
import SwiftASN1
import X509

/// TLS for a client's connection, and what becomes of the certificates that the server shows.
struct ClientSecurity: Sendable {
    /// A certificate may have thousands of names.
    private static let maximumNameCount = 20
    private static let defaultHandshakeTimeout = TimeAmount.seconds(10)

    let configuration: TLSClientConfiguration
    /// Whether the server is trusted whoever it is.
    let isInsecure: Bool
    /// Takes what there is to show of the certificates, if they are to be shown.
    let show: (@Sendable (String) -> Void)?
    /// How long it may take, if that was said.
    let timeout: TimeAmount?

    var handshakeTimeout: TimeAmount { timeout ?? Self.defaultHandshakeTimeout }

    func makeHandler() -> HandshakeHandler {
        let handler = HandshakeHandler(client: configuration, handshakeTimeout: handshakeTimeout)
        handler.verify = verify
        return handler
    }

    private func verify(_ request: TLSVerificationRequest) async -> TLSVerificationResult {
        if let show {
            for certificate in request.peerCertificates { show(Self.text(certificate)) }
        }
        guard case .refused(let refusal) = await request.verify() else { return .accepted }
        guard isInsecure else {
            return .refused(Self.naming(request.peerCertificates.first, in: refusal))
        }
        StandardError.print("Without --insecure it would have been refused: \(refusal.reason)")
        return .accepted
    }

    /// What `inspect` says, and the certificate itself.
    private static func text(_ certificate: Certificate) -> String {
        do {
            let pem = try certificate.serializeAsPEM()
            let description = try Description(certificate: pem.derBytes)
            return "\(description.text)\n\(pem.pemString)\n"
        } catch {
            return "a certificate that cannot be shown: \(CertificateErrorText.of(error))\n"
        }
    }

    /// The refusal of a server that is not the one that was asked for, with the names that would
    /// have matched.
    private static func naming(
        _ leaf: Certificate?,
        in refusal: TLSCertificateRefusal
    ) -> TLSCertificateRefusal {
        guard refusal.code == .wrongIdentity,
            let names = try? leaf?.extensions.subjectAlternativeNames, !names.isEmpty
        else { return refusal }
        let shown = CertificateName.text(names.prefix(maximumNameCount))
        let rest = names.count - maximumNameCount
        let more = rest > 0 ? " and \(rest) more" : ""
        return TLSCertificateRefusal(
            .wrongIdentity,
            reason: "\(refusal.reason). Its names are \(shown)\(more): use one of them, or say it "
                + "with --server-name"
        )
    }
}
