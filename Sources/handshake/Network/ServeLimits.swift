// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import NIOCore

/// What strangers may cost `serve`.
struct ServeLimits: ParsableArguments {
    @Option(help: "How many connections there may be; further ones are closed at once.")
    var maxConnections = 1_000

    @Option(help: "How many of them may come from one address.")
    var maxConnectionsPerAddress = 100

    @Option(help: "How many seconds a request may take to arrive, from its first byte to its last.")
    var requestTimeout = 60

    @Option(
        help: """
            How many seconds a connection is kept on which nothing arrives and nothing that was \
            sent is taken.
            """
    )
    var idleTimeout = 60

    func validate() throws {
        for (name, value, maximum) in [
            ("--max-connections", maxConnections, 1_000_000),
            ("--max-connections-per-address", maxConnectionsPerAddress, 1_000_000),
            ("--request-timeout", requestTimeout, 86_400),
            ("--idle-timeout", idleTimeout, 86_400),
        ] where !(1...maximum).contains(value) {
            throw ValidationError("\(name) is a number from 1 to \(maximum)")
        }
    }
}
