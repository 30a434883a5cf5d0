// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import X509

/// Something that a server's owner should see to.
struct ProbeWarning: Encodable, Equatable, Sendable {
    enum Code: String, Encodable, Sendable, CaseIterable {
        case noVersionAccepted = "no-version-accepted"
        case oldVersion = "old-version"
        case rsaKeyExchange = "rsa-key-exchange"
        case shortKey = "short-key"
        case notYetValid = "not-yet-valid"
        case expired
        case expiresSoon = "expires-soon"
        case otherName = "other-name"
        case notVerified = "not-verified"
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message.printable
    }

    static let minimumBitCount = 2048
    static let daysBeforeEnd = 30
}

extension ProbeWarning {
    /// The warnings of a report, whose own are not looked at.
    static func all(
        _ findings: ProbeFindings,
        _ chains: [ProbeReport.Chain],
        serverName: String,
        at now: Date
    ) -> [ProbeWarning] {
        var warnings: [ProbeWarning] = []
        let accepted = findings.versions.filter { $0.flight != nil }
        if accepted.isEmpty {
            warnings.append(
                ProbeWarning(.noVersionAccepted, "the server accepts none of these versions")
            )
        }
        for version in accepted where version.version.isOld {
            warnings.append(ProbeWarning(.oldVersion, "\(version.version.name) is accepted"))
        }
        if findings.acceptsRSAKeyExchange == true {
            warnings.append(
                ProbeWarning(
                    .rsaKeyExchange,
                    "RSA key exchange is accepted: it has no forward secrecy"
                )
            )
        }
        for case .finiteField(let bitCount)? in accepted.map({ $0.flight?.group })
        where bitCount < minimumBitCount {
            let warning = ProbeWarning(
                .shortKey,
                "the Diffie-Hellman group has \(bitCount) bits, fewer than \(minimumBitCount)"
            )
            if !warnings.contains(warning) { warnings.append(warning) }
        }
        for chain in chains {
            for warning in all(chain, serverName: serverName, at: now)
            where !warnings.contains(warning) {
                warnings.append(warning)
            }
        }
        return warnings
    }

    private static func all(
        _ chain: ProbeReport.Chain,
        serverName: String,
        at now: Date
    ) -> [ProbeWarning] {
        var warnings: [ProbeWarning] = []
        for (index, certificate) in chain.certificates.enumerated() {
            if let bitCount = certificate.rsaBitCount, bitCount < minimumBitCount {
                warnings.append(
                    ProbeWarning(
                        .shortKey,
                        "the RSA key of certificate \(index + 1) has \(bitCount) bits, fewer than "
                            + "\(minimumBitCount)"
                    )
                )
            }
        }
        if let leaf = chain.certificates.first?.readable {
            if let warning = validity(of: leaf, at: now) { warnings.append(warning) }
            if let reason = leaf.refusal(asServer: serverName) {
                warnings.append(ProbeWarning(.otherName, reason))
            }
        }
        // What has been said more exactly is not said again.
        let isExplained = warnings.contains { warning in
            switch warning.code {
            case .notYetValid, .expired: chain.refusal == .outsideValidityPeriod
            case .otherName: chain.refusal == .wrongIdentity
            default: false
            }
        }
        if !chain.isVerified, !isExplained {
            warnings.append(
                ProbeWarning(.notVerified, "the chain does not verify: \(chain.reason ?? "")")
            )
        }
        return warnings
    }

    private static func validity(of leaf: Certificate, at now: Date) -> ProbeWarning? {
        if now < leaf.notValidBefore {
            return ProbeWarning(
                .notYetValid,
                "the certificate is not valid before \(leaf.notValidBefore.inUniversalTime)"
            )
        }
        let end = leaf.notValidAfter
        if end < now {
            return ProbeWarning(.expired, "the certificate has expired: \(end.inUniversalTime)")
        }
        let days = end.timeIntervalSince(now) / 86_400
        guard days < Double(daysBeforeEnd) else { return nil }
        let count = Int(days.rounded())
        return ProbeWarning(
            .expiresSoon,
            "the certificate expires in \(count) day\(count == 1 ? "" : "s")"
        )
    }
}
