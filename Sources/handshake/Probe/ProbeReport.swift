// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import X509

/// What `probe` tells, as `--json` has it: docs/probe.md documents each field. A field of which
/// nothing is known is left out.
struct ProbeReport: Encodable, Sendable {
    /// What was agreed on in one version.
    struct Version: Encodable, Sendable {
        var version: String
        var isAccepted: Bool
        /// Why the version is not accepted.
        var reason: String?
        var cipherSuite: String?
        var group: String?
        var signatureScheme: String?
        var applicationProtocol: String?
        var refusesApplicationProtocols: Bool?
        var requestsClientCertificate: Bool?
        var handshakeMilliseconds: Double?
        /// "ticket", "session identifier" or "none"
        var resumption: String?
        var resumedHandshakeMilliseconds: Double?

        /// Whether more than a hello was sent.
        var isHandshakeTried: Bool { version == TLSProtocolVersion.tls12.name }
    }

    /// The certificates that the server sends in some of the versions, leaf first.
    struct Chain: Encodable, Sendable {
        var versions: [String]
        var certificates: [ProbedCertificate]
        var isVerified: Bool
        /// Why the chain does not verify.
        var reason: String?
        /// The kind of that, where the chain could be read.
        var refusal: TLSCertificateRefusal.Code?

        private enum CodingKeys: CodingKey {
            case versions, certificates, isVerified, reason
        }
    }

    /// HOST:PORT
    var server: String
    /// ADDRESS:PORT, to which all connections went.
    var address: String
    var serverName: String
    /// Oldest first.
    var versions: [Version]
    var acceptsRSAKeyExchange: Bool?
    var chains: [Chain]
    var warnings: [ProbeWarning]

    /// The report as JSON, its keys sorted.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension ProbeReport.Version {
    init(_ finding: ProbeFindings.Version, timeout: Duration) {
        version = finding.version.name
        guard let flight = finding.flight else {
            isAccepted = false
            reason = ProbeText.reason(finding.answer, timeout: timeout).printable
            return
        }
        isAccepted = true
        cipherSuite = CipherSuiteNames.name(of: flight.cipherSuite)
        group = flight.group.map { group in
            switch group {
            case .named(let group): ParameterNames.group(group)
            case .finiteField(let bitCount): "DH of \(bitCount) bits"
            }
        }
        signatureScheme = flight.signatureScheme.map(ParameterNames.scheme)
        applicationProtocol = finding.applicationProtocol?.printable
        if finding.refusesApplicationProtocols { refusesApplicationProtocols = true }
        // In TLS 1.3 it is encrypted.
        if finding.version < .tls13 { requestsClientCertificate = flight.asksForCertificate }
        handshakeMilliseconds = finding.duration?.milliseconds
        switch finding.resumption {
        case .byTicket(let duration):
            resumption = "ticket"
            resumedHandshakeMilliseconds = duration.milliseconds
        case .bySessionIdentifier(let duration):
            resumption = "session identifier"
            resumedHandshakeMilliseconds = duration.milliseconds
        case .notResumed: resumption = "none"
        case nil: break
        }
    }
}

extension ProbeReport.Chain {
    /// Each chain once, with the versions that show it, and what a client of `serverName` makes of
    /// it.
    static func all(
        in versions: [ProbeFindings.Version],
        serverName: String,
        trustRoots: TLSTrustRoots
    ) async -> [ProbeReport.Chain] {
        var lists: [[[UInt8]]] = []
        for version in versions.reversed() where !version.certificates.isEmpty {
            if !lists.contains(version.certificates) { lists.append(version.certificates) }
        }
        var chains: [ProbeReport.Chain] = []
        for list in lists {
            let certificates = list.map { ProbedCertificate($0) }
            let (reason, refusal) = await verify(certificates, serverName, trustRoots)
            chains.append(
                ProbeReport.Chain(
                    versions: versions.filter { $0.certificates == list }.map(\.version.name),
                    certificates: certificates,
                    isVerified: reason == nil,
                    reason: reason?.printable,
                    refusal: refusal
                )
            )
        }
        return chains
    }

    /// Why a client refuses the chain; nothing if it does not.
    private static func verify(
        _ certificates: [ProbedCertificate],
        _ serverName: String,
        _ trustRoots: TLSTrustRoots
    ) async -> (reason: String?, refusal: TLSCertificateRefusal.Code?) {
        for (index, certificate) in certificates.enumerated() {
            if let fault = certificate.fault {
                return ("certificate \(index + 1) holds \(fault)", nil)
            }
        }
        let verification = CertificateVerification(
            peer: .server(name: serverName),
            trustRoots: trustRoots,
            policies: { [] },
            limits: TLSConnectionLimits(),
            now: { Date() }
        )
        switch await verification.verify(certificates.compactMap(\.certificate)) {
        case .accepted: return (nil, nil)
        case .refused(let refusal): return (refusal.reason, refusal.code)
        }
    }
}

extension Duration {
    /// To the microsecond.
    fileprivate var milliseconds: Double {
        (self / .microseconds(1)).rounded() / 1000
    }
}
