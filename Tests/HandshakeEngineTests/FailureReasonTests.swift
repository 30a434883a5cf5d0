// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing
import X509

/// What a connection's errors say to people.
@Suite struct FailureReasonTests {
    /// What a server says of a ClientHello that was changed so.
    private func reason(
        _ configuration: TLSServerConfiguration = .test(),
        _ change: (inout ClientHello) -> Void
    ) async -> String {
        let client = Endpoint(client: .test())
        let server = Endpoint(server: configuration)
        server.receive(rewritingClientHello(client.connection.takeBytesToSend(), change))
        await server.handleEvents()
        guard case .peerMisbehaved(_, let reason)? = server.error else { return "" }
        return reason
    }

    @Test func saysWhatIsNotInCommon() async {
        let groups = await reason { $0.extensions.supportedGroups = [.x448] }
        #expect(groups == "the client offers no group that this server has: x25519, secp256r1")
        let signatures = await reason { $0.extensions.signatureSchemes = [.rsaPKCS1SHA1] }
        #expect(
            signatures.hasPrefix(
                "the client accepts no signature algorithm that this server uses: rsa_"
            )
        )
        let suites = await reason { $0.cipherSuites = [TLSCipherSuite(rawValue: 0xC02B)] }
        #expect(suites == "the client offers no cipher suite that this server accepts")
        let rsa = await reason { $0.cipherSuites = [.rsaWithAES128GCMSHA256] }
        #expect(rsa == suites + ", but TLS_RSA_WITH_AES_128_GCM_SHA256")
        let newer = await reason {
            $0.cipherSuites = [0x2A2A, 0x1301, 0x1302, 0x1303, 0x00FF]
                .map(TLSCipherSuite.init(rawValue:))
        }
        #expect(newer == suites + ": it speaks only TLS 1.3")
    }

    @Test(
        arguments: [
            (0x0002, "version 0x2"), (0x0300, "SSL 3.0"), (0x0301, "TLS 1.0"), (0x0302, "TLS 1.1"),
        ]
    )
    func saysWhatVersionTheClientSpeaks(version: UInt16, name: String) async {
        let said = await reason { $0.version = TLSProtocolVersion(rawValue: version) }
        #expect(said == "the client speaks \(name) at most, this server TLS 1.2 alone")
    }

    @Test func saysThatTheCertificateIsForAnotherKeyExchange() async {
        var signing = TestAuthority.Subject.server
        signing.keyUsage = KeyUsage(digitalSignature: true)
        var enciphering = TestAuthority.Subject.server
        enciphering.keyUsage = KeyUsage(keyEncipherment: true)
        for (subject, suite, text) in [
            (signing, TLSCipherSuite.rsaWithAES128GCMSHA256, "encipherment of keys"),
            (enciphering, .ecdheRSAWithAES128GCMSHA256, "signatures"),
        ] {
            let configuration = TLSServerConfiguration.test {
                $0.credential = TestAuthority.shared.credential(subject)
                $0.cipherSuites = [suite]
            }
            let said = await reason(configuration) { $0.cipherSuites = [suite] }
            #expect(said.hasPrefix("the keyUsage of the server's certificate does not allow"))
            #expect(said.contains(text))
        }
    }

    /// What comes to a port of TLS, and from one that is none.
    @Test(
        arguments: [
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "plain HTTP"),
            ("POST /order HTTP/1.1\r\n", "plain HTTP"),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "plain HTTP"),
            ("HTTP/1.1 400 Bad Request\r\n", "plain HTTP"),
            ("SSH-2.0-OpenSSH_9.2\r\n", "plain text"),
            ("220 mail.test ESMTP\r\n", "plain text"),
            ("\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}", "no TLS came, but a record of unknown type 1"),
        ]
    )
    func saysThatItIsNotTLS(text: String, expected: String) async {
        for endpoint in [Endpoint(server: .test()), Endpoint(client: .test())] {
            _ = endpoint.connection.takeBytesToSend()
            endpoint.receive(Array(text.utf8))
            await endpoint.handleEvents()
            guard case .peerMisbehaved(.unexpectedMessage, let reason)? = endpoint.error else {
                Issue.record("\(String(describing: endpoint.error))")
                return
            }
            #expect(reason.hasPrefix(expected))
        }
    }

    @Test func saysThatAHelloIsOfAnOlderForm() async {
        let server = Endpoint(server: .test())
        server.receive([0x80, 0x2E, 1, 3, 3, 0, 3, 0, 0, 0, 16, 0, 0, 0xFF])
        await server.handleEvents()
        #expect("\(server.error.map(String.init(describing:)) ?? "")".contains("SSL 2.0"))
    }

    /// Words, and no names of types or cases.
    @Test func everyErrorIsASentence() {
        let refusal = TLSCertificateRefusal(.missing, reason: "the peer sent no certificate")
        let errors: [TLSConnectionError] = [
            .peerMisbehaved(.decodeError, reason: "Certificate: it ends within a field"),
            .certificateRefused(refusal), .alertReceived(.protocolVersion),
            .alertReceived(TLSAlertDescription(rawValue: 200)),
            .clientCertificateNotSent(.handshakeFailure, reason: "there is none"), .truncated,
            .privateKeyOperationFailed, .recordLimitReached,
            .invalidConfiguration(reason: "there is no cipher suite to offer"),
            .handshakeNotCompleted, .closed, .exporterUnavailable, .invalidExporterInput,
        ]
        for error in errors {
            #expect("\(error)".contains(" "))
            #expect(!"\(error)".contains("reason:") && !"\(error)".contains("HandshakeEngine"))
        }
        #expect("\(TLSConnectionError.alertReceived(.protocolVersion))".contains("TLS 1.2"))
    }
}
