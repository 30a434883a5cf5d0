// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine

/// A report in words.
enum ProbeText {
    private static let labelWidth = 10

    /// Without the newline of its last line.
    static func of(_ report: ProbeReport) -> String {
        var lines = ["\(report.server), at \(report.address), asked for \(report.serverName)", ""]
        for version in report.versions { lines += self.lines(version) }
        if let accepts = report.acceptsRSAKeyExchange {
            lines += ["", "RSA key exchange is \(accepts ? "" : "not ")accepted."]
        }
        for chain in report.chains { lines += [""] + self.lines(chain, report.serverName) }
        lines.append("")
        lines += report.warnings.map { "Warning: \($0.message)" }
        if report.warnings.isEmpty { lines.append("No warnings.") }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ version: ProbeReport.Version) -> [String] {
        let label = version.version.padding(toLength: labelWidth, withPad: " ", startingAt: 0)
        guard version.isAccepted else {
            return ["\(label)not accepted: \(version.reason ?? "")"]
        }
        let parameters = [version.cipherSuite, version.group, version.signatureScheme]
        var texts = [parameters.compactMap { $0 }.joined(separator: ", ")]
        if let name = version.applicationProtocol { texts.append("ALPN \(name)") }
        if version.refusesApplicationProtocols == true {
            texts.append("no handshake with the application protocols that were offered")
        }
        if version.requestsClientCertificate == true {
            let isNeeded = version.handshakeMilliseconds == nil && version.isHandshakeTried
            texts.append(
                "asks for a client's certificate"
                    + (isNeeded ? ", without which there is no handshake" : "")
            )
        }
        if let time = version.handshakeMilliseconds {
            texts.append("full handshake in \(milliseconds(time))")
        }
        if let resumption = version.resumption {
            let time = version.resumedHandshakeMilliseconds.map { " in \(milliseconds($0))" } ?? ""
            texts.append(
                resumption == "none"
                    ? "sessions are not resumed" : "resumed by \(resumption)\(time)"
            )
        }
        let indent = String(repeating: " ", count: labelWidth)
        return texts.enumerated().map { index, text in (index == 0 ? label : indent) + text }
    }

    private static func lines(_ chain: ProbeReport.Chain, _ serverName: String) -> [String] {
        let state =
            chain.isVerified
            ? "verified for \(serverName)" : "NOT VERIFIED: \(chain.reason ?? "")"
        let heading = "Chain in \(chain.versions.joined(separator: ", ")): \(state)"
        return [heading]
            + chain.certificates.enumerated().map { index, certificate in
                certificate.text(heading: "certificate \(index + 1)")
            }
    }

    private static func milliseconds(_ value: Double) -> String {
        Duration.milliseconds(value).millisecondsText
    }

    /// Why there was no flight of the version that was asked for.
    static func reason(_ answer: HelloAnswer, timeout: Duration) -> String {
        switch answer {
        case .flight: ""
        case .alert(let alert): "alert \(alert)"
        case .otherVersion(let version): "the server goes on with \(version.name)"
        case .notTLS(let reason), .malformed(let reason): reason
        case .closed: "the server ended the connection without an answer"
        case .timedOut:
            "no answer in \(timeout.components.seconds) second"
                + (timeout.components.seconds == 1 ? "" : "s")
        }
    }
}
