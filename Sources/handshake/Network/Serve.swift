import ArgumentParser
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOHTTP1
import NIOPosix

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve HTTPS with TLS 1.2: an order service, or an echo.",
        discussion: """
            POST /order/update is answered with what it brought; --echo sends back every byte \
            instead, with no HTTP. With --client-ca only clients with a certificate of that \
            authority are let in. Control-C ends it, after the answers it is at.

              handshake serve --certificate localhost.pem --key localhost-key.pem
              handshake serve --listen 0.0.0.0:443 --certificate a.pem --key a-key.pem \\
                  --client-ca ca.pem --trace
            """
    )

    @Option(help: "Where to listen, as HOST:PORT; port 0 takes a free one.")
    var listen = Endpoint(host: "localhost", port: 8443)

    @Option(help: "The server's certificate, and those on the way to its authority.")
    var certificate: String

    @Option(help: "The private key of the server's certificate.")
    var key: String

    @Option(help: "The authorities of the clients' certificates; asks clients for theirs.")
    var clientCa: String?

    @Flag(help: "Send back every byte, with no HTTP.")
    var echo = false

    @OptionGroup var transport: TransportOptions

    func run() async throws {
        var configuration = ServerConfiguration(
            credential: try CredentialFiles.credential(certificate, key)
        )
        configuration.clientTrustRoots = try clientCa.map { try CredentialFiles.trustRoots($0) }
        configuration.cipherSuites = transport.cipherSuites
        // Before anybody can know that there is something to end.
        let endRequest = await EndRequest.expect()
        let connections = OpenConnections()
        let listener = try await listen(configuration, connections)
        let port = listener.localAddress?.port ?? listen.port
        StandardError.print("Listening on \(Endpoint(host: listen.host, port: port))")
        await endRequest.wait()
        try await listener.close()
        await connections.end(within: .seconds(5))
    }

    private func listen(
        _ configuration: ServerConfiguration,
        _ connections: OpenConnections
    ) async throws -> any Channel {
        let (echo, transport) = (echo, transport)
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        connections.add(channel)
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(
                            Self.transportHandler(channel, configuration, transport)
                        )
                        if echo {
                            try pipeline.addHandler(EchoService())
                        } else {
                            try pipeline.configureHTTPServerPipeline()
                            try pipeline.addHandler(IdleStateHandler(readTimeout: .seconds(60)))
                            try pipeline.addHandler(OrderService())
                        }
                        try pipeline.addHandler(FailureReporter())
                    }
                }
                .bind(host: listen.host, port: listen.port)
                .get()
        } catch {
            throw ToolError("cannot listen on \(listen): \(error)")
        }
    }

    /// TLS on one connection, with a trace of its own.
    private static func transportHandler(
        _ channel: any Channel,
        _ configuration: ServerConfiguration,
        _ transport: TransportOptions
    ) -> any ChannelHandler {
        var configuration = configuration
        let peer = channel.remoteAddress?.text ?? "a client"
        if let trace = transport.makeTrace(.server, peer: peer) {
            configuration.observer = { trace.add($0) }
            channel.closeFuture.whenComplete { _ in trace.finish() }
        }
        return HandshakeHandler(server: configuration)
    }
}
