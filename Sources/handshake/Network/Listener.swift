// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Lets connections in, each with TLS and the service on top of it.
final class Listener: Sendable {
    private let isEcho: Bool
    /// Whether requests go untold.
    private let isQuiet: Bool
    private let limits: ServeLimits
    private let transport: TransportOptions
    private let log: ServerLog
    private let connections: OpenConnections
    private let configuration: Mutex<TLSServerConfiguration>

    init(
        _ configuration: TLSServerConfiguration,
        isEcho: Bool,
        isQuiet: Bool,
        limits: ServeLimits,
        transport: TransportOptions,
        log: ServerLog
    ) {
        self.configuration = Mutex(configuration)
        self.isEcho = isEcho
        self.isQuiet = isQuiet
        self.limits = limits
        self.transport = transport
        self.log = log
        connections = OpenConnections(
            maximumCount: limits.maxConnections,
            maximumCountPerAddress: limits.maxConnectionsPerAddress
        )
    }

    /// What connections from now on are answered with; those that are open stay as they are.
    func replaceConfiguration(_ new: TLSServerConfiguration) {
        configuration.withLock { $0 = new }
    }

    func listen(on endpoint: Endpoint) async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelInitializer { [log] channel in
                    channel.eventLoop.makeCompletedFuture {
                        // Without it a listener that lacks descriptors tries again at once, always.
                        try channel.pipeline.syncOperations.addHandlers([
                            AcceptBackoffHandler(), AcceptFailureReporter(log.strangers),
                        ])
                    }
                }
                // A client's end may come before the answers that it still waits for.
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                // What is read at once has to be kept if the client takes no answers.
                .childChannelOption(.maxMessagesPerRead, value: 1)
                .childChannelInitializer { [self] channel in
                    channel.eventLoop.makeCompletedFuture {
                        try admit(channel)
                        try channel.pipeline.syncOperations.addHandlers(
                            handlers(for: channel)
                        )
                    }
                }
                .bind(host: endpoint.host, port: endpoint.port)
                .get()
        } catch {
            throw ToolError("cannot listen on \(endpoint): \(ErrorText.of(error))")
        }
    }

    /// Ends the connections that are open.
    func endConnections(within limit: TimeAmount) async { await connections.end(within: limit) }

    private func admit(_ channel: any Channel) throws {
        do throws(OpenConnections.Refusal) {
            try connections.admit(channel)
        } catch {
            let address = Self.peer(channel)
            switch error {
            case .tooMany:
                log.strangers.add(
                    "connections beyond --max-connections",
                    "\(address) was not let in: there are \(limits.maxConnections) connections "
                        + "(--max-connections)"
                )
            case .tooManyOfAddress:
                log.strangers.add(
                    "connections beyond --max-connections-per-address",
                    "\(address) was not let in: there are \(limits.maxConnectionsPerAddress) "
                        + "connections of its address (--max-connections-per-address)"
                )
            }
            throw error
        }
    }

    private func handlers(for channel: any Channel) -> [any ChannelHandler] {
        let idleTimeout = TimeAmount.seconds(Int64(limits.idleTimeout))
        let security: [any ChannelHandler] = [
            tls(channel), IdleStateHandler(allTimeout: idleTimeout),
        ]
        let service: [any ChannelHandler] =
            isEcho
            ? [BackPressure(), EchoService()]
            : [
                RequestDeadline(.seconds(Int64(limits.requestTimeout))),
                HTTPResponseEncoder(),
                ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: Self.httpLimits)),
                BackPressure(),
                NIOHTTPResponseHeadersValidator(),
                HTTPServerProtocolErrorHandler(),
                OrderService(
                    log: isQuiet ? nil : log.requests,
                    maximumBodyByteCount: limits.maxBodyBytes
                ),
            ]
        return security + service + [FailureReporter(peer: Self.peer(channel), log.strangers)]
    }

    private static var httpLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = 1 << 16
        return limits
    }

    private static func peer(_ channel: any Channel) -> String {
        channel.remoteAddress?.text ?? "a client"
    }

    /// TLS on one connection, with a trace of its own.
    private func tls(_ channel: any Channel) -> HandshakeHandler {
        var configuration = configuration.withLock { $0 }
        let peer = Self.peer(channel)
        if let trace = transport.makeTrace(.server, peer: peer, print: log.notes.print) {
            configuration.observer = { trace.add($0) }
            channel.closeFuture.whenComplete { [log] _ in log.notes.afterLines(trace.finish) }
        }
        return HandshakeHandler(
            server: configuration,
            handshakeTimeout: .seconds(Int64(limits.handshakeTimeout))
        )
    }
}
