// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import NIOSSL

/// Puts a load of new connections on a server.
@main
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Opens connections of TLS 1.3, each with a full handshake and one request.",
        discussion: """
            Says at the end how many there were and how long they took; a connection that fails ends it.
            """
    )

    @Option(help: "The authority's certificate, PEM: the server's own if that is self-signed.")
    var ca: String

    @Option(help: "The server's port, on 127.0.0.1; its certificate's name has to be localhost.")
    var port = 8443

    @Option(help: "How many connections to open.")
    var connections = 1_000

    @Option(help: "How many there are at a time.")
    var concurrency = 32

    @Flag(help: "Call the method of grpc-server; without it, GET / over HTTP/1.1.")
    var grpc = false

    @Flag(help: "Offer X25519MLKEM768, as clients on NIOSSL do by default; without it, X25519.")
    var hybrid = false

    func validate() throws {
        guard connections > 0 else { throw ValidationError("--connections has to be 1 or more") }
        guard concurrency > 0 else { throw ValidationError("--concurrency has to be 1 or more") }
    }

    func run() async throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(ca)
        configuration.minimumTLSVersion = .tlsv13
        configuration.curves = [hybrid ? .x25519_MLKEM768 : .x25519]
        configuration.applicationProtocols = [grpc ? "h2" : "http/1.1"]
        let context = try NIOSSLContext(configuration: configuration)
        let client: any Client =
            grpc ? GRPCCaller(context: context, port: port) : Getter(context: context, port: port)
        let duration = try await ContinuousClock().measure {
            try await withThrowingTaskGroup { group in
                for first in 0..<concurrency {
                    group.addTask {
                        for _ in stride(from: first, to: connections, by: concurrency) {
                            try await client.request()
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        print("\(connections) connections in \(Int(duration / .milliseconds(1))) ms")
    }
}

/// What each connection is for.
protocol Client: Sendable {
    /// Opens a connection, asks for something, checks the answer, and closes.
    func request() async throws
}

/// The server answered something else.
struct UnexpectedAnswer: Error, CustomStringConvertible {
    let description: String
}
