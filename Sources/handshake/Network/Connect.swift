// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Foundation
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOPosix

struct Connect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Connect standard input and output to a TLS 1.2 server.",
        discussion: """
            What was agreed on, and with whom, goes to standard error. The end of standard input \
            ends this side of the connection; it is over when the server ends its own.

              handshake connect localhost:8443 --ca ca.pem
              printf 'HEAD / HTTP/1.0\\r\\n\\r\\n' | handshake connect example.com:443 --trace
            """
    )

    @Argument(help: "The server, as HOST:PORT.")
    var server: Endpoint

    @Option(help: "The name that the certificate must be for. (default: HOST)")
    var serverName: String?

    @OptionGroup var client: ClientOptions

    func run() async throws {
        let host = try HostName(server.host)
        let name = try serverName.map { try HostName($0) } ?? host
        let trace = client.transport.makeTrace(.client, peer: server.description)
        let configuration = try client.configuration(serverName: name.identity, trace: trace)
        do {
            defer { trace?.finish() }
            // Not before: an end of standard input would end the handshake.
            let terminal = Terminal { channel in Self.sendStandardInput(on: channel) }
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            HandshakeHandler(client: configuration), terminal,
                        ])
                    }
                }
                .connect(host: host.resolved, port: server.port)
                .get()
            try await channel.closeFuture.get()
            if let error = terminal.failure { throw error }
        } catch {
            throw ToolError(FailureText.of(error, peer: "server"))
        }
    }

    /// Reads on a thread that may block, no faster than the server takes it.
    private static func sendStandardInput(on channel: any Channel) {
        DispatchQueue.global().async {
            while channel.isActive {
                let data = FileHandle.standardInput.availableData
                guard !data.isEmpty else { break }
                guard (try? channel.writeAndFlush(ByteBuffer(bytes: data)).wait()) != nil else {
                    return
                }
            }
            channel.close(mode: .output, promise: nil)
        }
    }
}
