// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// The certificates that a server presents, whatever its keys are and whoever it is.
enum PresentedChain {
    /// In DER, the server's own first. `serverName` is the name to ask for, if not the host's.
    static func certificates(
        of endpoint: Endpoint,
        serverName: String?,
        timeout: TimeAmount
    ) async throws -> [[UInt8]] {
        let host = try HostName(endpoint.host)
        let name = try serverName.map { try HostName($0) } ?? host
        var configuration = TLSConfiguration.makeClientConfiguration()
        // Every chain is taken: the callback stands for the verification.
        configuration.trustRoots = .certificates([])
        let context = try NIOSSLContext(configuration: configuration)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let chain = loop.makePromise(of: [NIOSSLCertificate].self)
        let deadline = loop.scheduleTask(in: timeout) {
            chain.fail(
                ToolError("the server presented no certificate in time: --timeout gives it longer")
            )
        }
        defer { deadline.cancel() }
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop)
                .connectTimeout(timeout)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            NIOSSLClientHandler(
                                context: context,
                                serverHostname: isAddress(name) ? nil : name.identity,
                                customVerificationCallback: { certificates, verdict in
                                    chain.succeed(certificates)
                                    verdict.succeed(.certificateVerified)
                                }
                            ),
                            ChainReceiver(chain),
                        ])
                    }
                }
                .connect(host: host.resolved, port: endpoint.port)
                .get()
        } catch {
            chain.fail(error)
            throw error
        }
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try await chain.futureResult.get()
        } catch {
            try? await channel.close()
            throw error
        }
        // The server is not left in the middle of the handshake.
        try? await channel.closeFuture.get()
        return try certificates.map { try $0.toDERBytes() }
    }

    private static func isAddress(_ name: HostName) -> Bool {
        CertificateName.isAddress(name.identity)
    }
}

/// The last handler: closes the connection after the handshake. One that ends before there are
/// certificates has none.
private final class ChainReceiver: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let chain: EventLoopPromise<[NIOSSLCertificate]>

    init(_ chain: EventLoopPromise<[NIOSSLCertificate]>) { self.chain = chain }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        chain.fail(Self.reason(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        chain.fail(ToolError("the server closed the connection without a certificate"))
        context.fireChannelInactive()
    }

    private static func reason(_ error: any Error) -> any Error {
        error is NIOSSLError || error is BoringSSLError
            ? ToolError("the server does not speak TLS 1.2 or 1.3, or refused the handshake")
            : error
    }
}
