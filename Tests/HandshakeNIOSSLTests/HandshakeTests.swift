// SPDX-License-Identifier: Apache-2.0

import HandshakeNIOSSL
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// NIOSSL's client against its server with the accelerated key.
@Suite("Accelerated key: handshakes") struct HandshakeTests {
    let group = MultiThreadedEventLoopGroup.singleton

    @Test(arguments: ["rsa2048", "rsa2049", "rsa3072", "rsa4096"])
    func everySize(_ name: String) async throws {
        let identity = try TestIdentity(name)
        let observer = RecordingObserver()
        let key = try identity.accelerated { $0.observer = observer }
        let server = try await TestServer(identity.serverConfiguration(key), on: group)
        let reply = try await TestClient(identity.clientConfiguration, on: group)
            .get(port: server.port)
        #expect(reply.text.hasSuffix(TestServer.body))
        #expect(reply.version == .tlsv13)
        #expect(observer.kinds == [.sign(.rsaPssRsaeSha256)])
        #expect(observer.errors.isEmpty)
        try await server.close()
    }

    @Test(arguments: [
        NIOTLSCipher.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        .TLS_RSA_WITH_AES_128_GCM_SHA256, .TLS_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_RSA_WITH_AES_128_CBC_SHA,
    ])
    func everySuiteOfTLS12(_ suite: NIOTLSCipher) async throws {
        let identity = try TestIdentity("rsa2048")
        let observer = RecordingObserver()
        var configuration = identity.serverConfiguration(
            try identity.accelerated { $0.observer = observer }
        )
        configuration.cipherSuiteValues = [suite]
        configuration.maximumTLSVersion = .tlsv12
        let server = try await TestServer(configuration, on: group)
        var clientConfiguration = identity.clientConfiguration
        clientConfiguration.cipherSuiteValues = [suite]
        let reply = try await TestClient(clientConfiguration, on: group).get(port: server.port)
        #expect(reply.text.hasSuffix(TestServer.body))
        #expect(reply.version == .tlsv12)
        let isKeyExchange = [
            .TLS_RSA_WITH_AES_128_GCM_SHA256, .TLS_RSA_WITH_AES_256_GCM_SHA384,
            NIOTLSCipher.TLS_RSA_WITH_AES_128_CBC_SHA,
        ].contains(suite)
        #expect(observer.kinds == [isKeyExchange ? .decrypt : .sign(.rsaPssRsaeSha256)])
        try await server.close()
    }

    @Test(arguments: [
        SignatureAlgorithm.rsaPssRsaeSha256, .rsaPssRsaeSha384, .rsaPssRsaeSha512,
        .rsaPkcs1Sha256, .rsaPkcs1Sha384, .rsaPkcs1Sha512,
    ])
    func everySignatureAlgorithm(_ algorithm: SignatureAlgorithm) async throws {
        let identity = try TestIdentity("rsa2048")
        let observer = RecordingObserver()
        let key = try identity.accelerated { $0.observer = observer }
        let server = try await TestServer(identity.serverConfiguration(key), on: group)
        var clientConfiguration = identity.clientConfiguration
        clientConfiguration.maximumTLSVersion = .tlsv12
        clientConfiguration.verifySignatureAlgorithms = [algorithm]
        let reply = try await TestClient(clientConfiguration, on: group).get(port: server.port)
        #expect(reply.text.hasSuffix(TestServer.body))
        #expect(observer.kinds == [.sign(algorithm)])
        try await server.close()
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func bothSidesAuthenticated(_ version: TLSVersion) async throws {
        let identity = try TestIdentity("rsa2048")
        let clientIdentity = try TestIdentity("rsa3072", serverName: "client")
        let observer = RecordingObserver()
        var configuration = identity.serverConfiguration(
            try identity.accelerated { $0.observer = observer }
        )
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([clientIdentity.certificate])
        configuration.maximumTLSVersion = version
        let server = try await TestServer(configuration, on: group)

        let clientObserver = RecordingObserver()
        var clientConfiguration = identity.clientConfiguration
        clientConfiguration.certificateChain = [.certificate(clientIdentity.certificate)]
        let clientKey = try clientIdentity.accelerated { $0.observer = clientObserver }
        clientConfiguration.privateKey = .privateKey(clientKey.nioSSLPrivateKey)
        let reply = try await TestClient(clientConfiguration, on: group).get(port: server.port)
        #expect(reply.text.hasSuffix(TestServer.body))
        #expect(reply.version == version)
        #expect(observer.kinds.count == 1)
        #expect(clientObserver.kinds.count == 1)

        // Without a certificate the server does not answer.
        await #expect(throws: (any Error).self) {
            _ = try await TestClient(identity.clientConfiguration, on: group)
                .get(port: server.port)
        }
        try await server.close()
    }

    @Test func twoKeysByServerName() async throws {
        let first = try TestIdentity("rsa2048", serverName: "first.test")
        let second = try TestIdentity("rsa3072", serverName: "second.test")
        let observers = [RecordingObserver(), RecordingObserver()]
        let firstKey = try first.accelerated { $0.observer = observers[0] }
        let secondKey = try second.accelerated {
            $0.observer = observers[1]
            $0.batcher = firstKey.batcher
        }
        var configuration = first.serverConfiguration(firstKey)
        configuration.sslContextCallback = { values, promise in
            var change = NIOSSLContextConfigurationOverride.noChanges
            if values.serverHostname == "second.test" {
                change.certificateChain = [.certificate(second.certificate)]
                change.privateKey = .privateKey(secondKey.nioSSLPrivateKey)
            }
            promise.succeed(change)
        }
        let server = try await TestServer(configuration, on: group)
        for round in 1...3 {
            for (index, identity) in [first, second].enumerated() {
                let name = index == 0 ? "first.test" : "second.test"
                let client = try TestClient(
                    identity.clientConfiguration,
                    serverName: name,
                    on: group
                )
                let reply = try await client.get(port: server.port)
                #expect(reply.text.hasSuffix(TestServer.body))
                #expect(observers[index].kinds.count == round)
            }
        }
        try await server.close()
    }
}
