// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import X509

/// What was agreed on with a server, and who it is.
enum NegotiationText {
    static func lines(_ negotiated: TLSNegotiatedParameters, isVerbose: Bool) -> [String] {
        let group = negotiated.group.map { ", \($0.name)" } ?? ""
        let protocolName = negotiated.applicationProtocol.map { ", \($0)" } ?? ""
        let agreement = "TLS 1.2, \(negotiated.cipherSuite.name)\(group)\(protocolName)"
        let certificates = negotiated.peerCertificates.map { certificate in
            "  \(certificate.subject.text), issued by \(certificate.issuer.text)"
        }
        guard isVerbose else { return [agreement] + certificates }
        return [agreement] + certificates + [
            "  server name sent: \(negotiated.serverName ?? "none")",
            "  application protocol: \(negotiated.applicationProtocol ?? "none")",
            "  extended master secret: \(negotiated.hasExtendedMasterSecret ? "yes" : "no")",
        ]
    }
}
