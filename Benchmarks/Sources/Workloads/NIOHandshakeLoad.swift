// SPDX-License-Identifier: Apache-2.0

private import Dispatch
private import Foundation
private import HandshakeCertificates
internal import HandshakeCore
internal import HandshakeNIOSSL
internal import Measurement
private import NIOCore
private import NIOPosix
private import NIOSSL
private import NIOTLS
private import SwiftASN1
private import X509

/// A NIOSSL server on one event loop, and clients of it on another.
///
/// A connection is opened, does its handshake, gets one byte from the server, and is reset: nothing
/// of it is left, no port waits.
final class NIOHandshakeLoad: Sendable {
    private let serverGroup: MultiThreadedEventLoopGroup
    private let clientGroup: MultiThreadedEventLoopGroup
    private let server: any Channel
    private let client: NIOHandshakeClient
    private let inFlight: Int

    /// `ownKey`: the key in DER for NIOSSL to use itself; nil: the accelerated one.
    init(key: RSAPrivateKey, ownKey: [UInt8]?, kind: NIOHandshakeKind, inFlight: Int) throws {
        self.inFlight = inFlight
        let certificate = try Self.certificate(key)
        let privateKey =
            try ownKey.map { try NIOSSLPrivateKey(bytes: $0, format: .der) }
            ?? AcceleratedRSAPrivateKey(key, certificate: certificate).nioSSLPrivateKey
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(privateKey)
        )
        configuration.limit(to: kind)
        var clientConfiguration = TLSConfiguration.makeClientConfiguration()
        clientConfiguration.certificateVerification = .none
        clientConfiguration.limit(to: kind)

        serverGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        clientGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let context = try NIOSSLContext(configuration: configuration)
        server = try ServerBootstrap(group: serverGroup)
            .serverChannelOption(.backlog, value: 512)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), ByteSender(),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        guard let address = server.localAddress else {
            throw OperationFailed(description: "the server has no address")
        }
        client = NIOHandshakeClient(
            context: try NIOSSLContext(configuration: clientConfiguration),
            address: address,
            loop: clientGroup.next()
        )
    }

    deinit {
        for group in [serverGroup, clientGroup] { group.shutdownGracefully { _ in } }
    }

    /// As many connections as are in flight at once, `calls` times.
    func run(calls: Int) throws {
        try client.run(count: calls * inFlight, inFlight: inFlight)
    }

    /// What all threads but the clients' and the caller's have spent on cores: the server's event
    /// loop and the batcher.
    func serverSeconds() -> Double {
        Clock.process.now() - client.seconds() - Clock.thread.now()
    }

    /// What the clients saw, all turns together.
    func connections() -> ResultFile.Connections { client.summary() }

    private static func certificate(_ key: RSAPrivateKey) throws -> NIOSSLCertificate {
        let signer = try RSASigner(key)
        let name = try DistinguishedName { CommonName("localhost") }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: signer.publicKey,
            notValidBefore: .now - 3600,
            notValidAfter: .now + 86_400,
            issuer: name,
            subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: Certificate.Extensions {
                SubjectAlternativeNames([.dnsName("localhost")])
            },
            issuerPrivateKey: Certificate.PrivateKey(signer)
        )
        let pem = try certificate.serializeAsPEM().pemString
        return try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem)
    }
}

extension TLSConfiguration {
    fileprivate mutating func limit(to kind: NIOHandshakeKind) {
        switch kind {
        case .tls13: minimumTLSVersion = .tlsv13
        case .tls12ECDHE:
            maximumTLSVersion = .tlsv12
            cipherSuiteValues = [.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
        case .tls12RSA:
            maximumTLSVersion = .tlsv12
            cipherSuiteValues = [.TLS_RSA_WITH_AES_128_GCM_SHA256]
        }
    }
}

/// Sends a byte when the handshake is done: the client then knows that the server is done too.
private final class ByteSender: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [0])), promise: nil)
        }
    }

    /// The client resets the connection: that is no failure.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
