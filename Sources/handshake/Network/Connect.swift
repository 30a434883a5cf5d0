// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Foundation
import HandshakeEngine
import NIOCore
import NIOPosix

struct Connect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Connect standard input and output to a TLS 1.2 server.",
        discussion: """
            What was agreed on, and with whom, goes to standard error. The end of standard input \
            ends this side of the connection; it is over when the server ends its own.

              handshake connect localhost:8443 --ca ca.pem
              handshake connect 192.0.2.1:443 --server-name www.example.com --alpn http/1.1
              handshake connect localhost:8443 --ca ca.pem --showcerts </dev/null >chain.pem
              printf 'HEAD / HTTP/1.0\\r\\n\\r\\n' | handshake connect example.com:443 --trace
            """
    )

    @Argument(help: "The server, as HOST:PORT.")
    var server: Endpoint

    @OptionGroup var client: ClientOptions

    @Flag(help: "Tell nothing on standard error but what fails.")
    var quiet = false

    func validate() throws {
        guard !quiet || !client.verbose else {
            throw ValidationError("--quiet and --verbose ask for the opposite of each other")
        }
    }

    func run() async throws {
        let host = try HostName(server.host)
        let trace = client.transport.makeTrace(.client, peer: server.description)
        let security = try client.security(
            serverName: client.identity(ofServerAt: host).identity,
            trace: trace,
            showing: { StandardOutput.write($0) }
        )
        let notes: Terminal.Notes = quiet ? .none : client.verbose ? .details : .agreement
        do {
            defer { trace?.finish() }
            // Not before: an end of standard input would end the handshake.
            let terminal = Terminal(notes: notes) { channel in
                Self.sendStandardInput(on: channel)
            }
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(security.handshakeTimeout)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            security.makeHandler(), terminal,
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
