// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import NIOCore

/// What strangers may cost `serve`.
struct ServeLimits: ParsableArguments {
    @Option(help: "How many connections there may be; further ones are closed at once.")
    var maxConnections = 1_000

    @Option(help: "How many of them may come from one address.")
    var maxConnectionsPerAddress = 100

    @Option(help: "How many bytes a request's body may have; longer ones are answered with 413.")
    var maxBodyBytes = 1 << 20

    @Option(help: "How many seconds a handshake may take.")
    var handshakeTimeout = 10

    @Option(help: "How many seconds a request may take to arrive, from its first byte to its last.")
    var requestTimeout = 60

    @Option(
        help: """
            How many seconds a connection is kept on which nothing arrives and nothing that was \
            sent is taken.
            """
    )
    var idleTimeout = 60

    @Option(
        help: """
            How many seconds the answers under way may take once the server is to end; then their \
            connections are cut.
            """
    )
    var shutdownTimeout = 5

    func validate() throws {
        for (name, value, maximum) in [
            ("--max-connections", maxConnections, 1_000_000),
            ("--max-connections-per-address", maxConnectionsPerAddress, 1_000_000),
            // A body is kept until it has arrived.
            ("--max-body-bytes", maxBodyBytes, 1 << 30),
            ("--handshake-timeout", handshakeTimeout, 86_400),
            ("--request-timeout", requestTimeout, 86_400),
            ("--idle-timeout", idleTimeout, 86_400),
            ("--shutdown-timeout", shutdownTimeout, 86_400),
        ] where !(1...maximum).contains(value) {
            throw ValidationError("\(name) is a number from 1 to \(maximum)")
        }
    }
}
