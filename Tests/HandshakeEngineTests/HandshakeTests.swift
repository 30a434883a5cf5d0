// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import Testing

@Suite struct HandshakeTests {
    @Test(arguments: TLSCipherSuite.all, [false, true])
    func completesWithEachSuite(suite: TLSCipherSuite, isMutual: Bool) async throws {
        let client = Endpoint(
            client: .test {
                $0.cipherSuites = [suite]
                $0.credential = isMutual ? TestCredentials.client : nil
            }
        )
        let server = Endpoint(
            server: .test {
                $0.cipherSuites = [suite]
                $0.clientTrustRoots = isMutual ? TestAuthority.shared.roots : nil
            }
        )
        await run(client, server)

        #expect(client.error == nil)
        #expect(server.error == nil)
        let clientSide = try #require(client.negotiated)
        let serverSide = try #require(server.negotiated)
        for side in [clientSide, serverSide] {
            #expect(side.version == .tls12)
            #expect(side.cipherSuite == suite)
            #expect(side.group == (suite.keyExchange == .ecdhe ? .x25519 : nil))
            #expect(side.serverName == "server.test")
            #expect(side.applicationProtocol == nil)
            #expect(side.hasExtendedMasterSecret)
            #expect(!side.isResumed)
        }
        #expect(clientSide.peerCertificates == TestCredentials.server.certificateChain)
        #expect(
            serverSide.peerCertificates
                == (isMutual ? TestCredentials.client.certificateChain : [])
        )

        try client.send([1, 2, 3])
        try server.send(Array(repeating: 7, count: 100_000))
        await run(client, server)
        #expect(server.received == [1, 2, 3])
        #expect(client.received == Array(repeating: 7, count: 100_000))

        client.connection.close()
        await run(client, server)
        #expect(server.isPeerClosed)
    }

    @Test(arguments: TLSCipherSuite.all)
    func completesWithExternalKeys(suite: TLSCipherSuite) async throws {
        let client = Endpoint(
            client: .test {
                $0.cipherSuites = [suite]
                $0.credential = TestAuthority.shared.externalCredential(.client)
            }
        )
        client.key = TestAuthority.privateKey(TestAuthority.Subject.client.key)
        let server = Endpoint(
            server: .test {
                $0.credential = TestAuthority.shared.externalCredential(.server)
                $0.cipherSuites = [suite]
                $0.clientTrustRoots = TestAuthority.shared.roots
            }
        )
        server.key = TestAuthority.privateKey(TestAuthority.Subject.server.key)
        await run(client, server)
        #expect(client.negotiated != nil)
        #expect(server.negotiated != nil)
        #expect(client.requestCount == 1)
        #expect(server.requestCount == 1)
    }
}
