// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import NIOPosix
import X509

/// Asks a server for each version, one connection after the other.
struct Prober: Sendable {
    let host: HostName
    let port: Int
    /// What the certificate has to be for, and is asked for.
    let serverName: HostName
    let applicationProtocols: [String]
    let timeout: Duration
    /// Is told what is asked for next.
    let progress: @Sendable (String) -> Void

    private var name: String? { ServerNameList.hostName(of: serverName.identity) }
    private var endpoint: Endpoint { Endpoint(host: host.resolved, port: port) }

    /// Throws ``ToolError`` if nothing listens there, or if that is no TLS server.
    func run() async throws -> ProbeFindings {
        progress("a connection to \(endpoint)")
        let connector = try await connector()
        var findings = ProbeFindings(address: connector.address)
        let tls12 = try await tls12(connector)
        if case .notTLS(let reason) = tls12.answer {
            throw ToolError("\(endpoint) is no TLS server: \(reason)")
        }
        let tls13 = try await tls13(connector)
        for version in TLSProtocolVersion.probed where version.isOld {
            findings.versions.append(try await hello(version, connector))
        }
        findings.versions += [tls12, tls13]
        guard findings.versions.contains(where: \.answer.isOfTLS) else {
            let text = ProbeText.reason(tls12.answer, timeout: timeout)
            throw ToolError("\(endpoint) gives no answer of TLS: \(text)")
        }
        findings.acceptsRSAKeyExchange = try await acceptsRSAKeyExchange(findings, connector)
        return findings
    }

    private func connector() async throws -> ProbeConnector {
        do {
            return try await ProbeConnector.find(host, port: port, timeout: timeout)
        } catch let error as NIOConnectionError {
            throw ToolError(ErrorText.of(error))
        } catch {
            throw ToolError("\(endpoint) cannot be connected to: \(ErrorText.of(error))")
        }
    }

    // MARK: A hello in the clear

    /// Again without application protocols, if it is those that the server does not accept.
    private func hello(
        _ version: TLSProtocolVersion,
        _ connector: ProbeConnector
    ) async throws -> ProbeFindings.Version {
        progress(version.name)
        var hello = ProbeHello(version: version, serverName: name)
        hello.applicationProtocols = applicationProtocols
        let answer = try await self.answer(hello, connector)
        guard answer == .alert(.noApplicationProtocol), !applicationProtocols.isEmpty else {
            return ProbeFindings.Version(version, answer)
        }
        hello.applicationProtocols = []
        var finding = ProbeFindings.Version(version, try await self.answer(hello, connector))
        finding.refusesApplicationProtocols = true
        return finding
    }

    /// A server that does not take a connection any more has said nothing to this hello.
    private func answer(
        _ hello: ProbeHello,
        _ connector: ProbeConnector
    ) async throws -> HelloAnswer {
        do {
            return try await HelloExchange.run(hello, connector)
        } catch let error as ToolError {
            throw error
        } catch {
            return .closed
        }
    }

    private func acceptsRSAKeyExchange(
        _ findings: ProbeFindings,
        _ connector: ProbeConnector
    ) async throws -> Bool? {
        let accepted = findings.versions.filter { $0.flight != nil && $0.version < .tls13 }
        guard let highest = accepted.last else { return nil }
        progress("RSA key exchange")
        let hello = ProbeHello(
            version: highest.version,
            serverName: name,
            isRSAKeyExchangeOnly: true
        )
        if case .flight = try await answer(hello, connector) { return true }
        return false
    }

    // MARK: TLS 1.2

    /// The hello tells what the server chooses of all suites; then the engine, with its own.
    private func tls12(_ connector: ProbeConnector) async throws -> ProbeFindings.Version {
        var finding = try await hello(.tls12, connector)
        guard let flight = finding.flight else { return finding }
        let protocols = finding.refusesApplicationProtocols ? [] : applicationProtocols
        progress("a full handshake of TLS 1.2")
        var configuration = TLSClientConfiguration(
            serverName: serverName.identity,
            trustRoots: TLSTrustRoots([])
        )
        configuration.cipherSuites =
            TLSCipherSuite.defaultSuites + TLSCipherSuite.rsaKeyExchangeSuites
        configuration.applicationProtocols = protocols
        guard let full = try? await EngineExchange.run(configuration, connector) else {
            let outcome = try? await NIOSSLExchange.run(
                .tls12,
                serverName: name,
                applicationProtocols: protocols,
                connector
            )
            finding.duration = outcome?.completion?.duration
            return finding
        }
        finding.duration = full.duration
        finding.resumption = await resumption(flight, full, configuration, connector)
        return finding
    }

    /// `nil` where it cannot be tried: the engine resumes no session without an extended master
    /// secret (RFC 7627, section 5.3), and none of a certificate that is not valid now.
    private func resumption(
        _ flight: ServerFlight,
        _ full: EngineExchange.Outcome,
        _ configuration: TLSClientConfiguration,
        _ connector: ProbeConnector
    ) async -> ProbeFindings.Resumption? {
        let now = Date()
        guard full.negotiated.hasExtendedMasterSecret,
            full.negotiated.peerCertificates.allSatisfy({
                $0.notValidBefore <= now && now <= $0.notValidAfter
            })
        else { return nil }
        guard let session = full.session else { return .notResumed }
        progress("a resumed handshake of TLS 1.2")
        var configuration = configuration
        configuration.session = session
        guard let second = try? await EngineExchange.run(configuration, connector) else {
            return nil
        }
        guard second.negotiated.isResumed else { return .notResumed }
        return session.stored.ticket.isEmpty
            ? .bySessionIdentifier(second.duration) : .byTicket(second.duration)
    }

    // MARK: TLS 1.3

    /// Again without application protocols, if it may be those that the server does not accept: it
    /// may say so encrypted.
    private func tls13(_ connector: ProbeConnector) async throws -> ProbeFindings.Version {
        progress(TLSProtocolVersion.tls13.name)
        var outcome = try await tls13(applicationProtocols, connector)
        var isRefused = false
        let mayBeProtocols =
            outcome.answer == .alert(.noApplicationProtocol)
            || outcome.completion == nil && outcome.answer.isFlight
        if mayBeProtocols, !applicationProtocols.isEmpty {
            let second = try await tls13([], connector)
            isRefused = second.completion != nil
            if isRefused { outcome = second }
        }
        var finding = ProbeFindings.Version(.tls13, outcome.answer)
        finding.refusesApplicationProtocols = isRefused
        finding.applicationProtocol = outcome.completion?.applicationProtocol
        finding.certificates = outcome.completion?.certificates ?? []
        finding.duration = outcome.completion?.duration
        return finding
    }

    private func tls13(
        _ protocols: [String],
        _ connector: ProbeConnector
    ) async throws -> NIOSSLExchange.Outcome {
        do {
            return try await NIOSSLExchange.run(
                .tls13,
                serverName: name,
                applicationProtocols: protocols,
                connector
            )
        } catch {
            return NIOSSLExchange.Outcome(answer: .closed, completion: nil)
        }
    }
}

extension HelloAnswer {
    var isFlight: Bool {
        if case .flight = self { true } else { false }
    }

    /// Whether it is a TLS server that has answered, though perhaps not as it was asked to.
    var isOfTLS: Bool {
        switch self {
        case .flight, .alert, .otherVersion: true
        case .notTLS, .malformed, .closed, .timedOut: false
        }
    }
}
