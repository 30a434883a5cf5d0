// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeEngine

/// What `serve`, `post` and `connect` have in common.
struct TransportOptions: ParsableArguments {
    @Flag(help: "RSA key exchange and nothing else. It has no forward secrecy.")
    var rsaKeyExchange = false

    @Flag(help: "Tell on standard error each message and what each step costs.")
    var trace = false

    @Option(
        name: .customLong("trace-svg"),
        help: "Draw the last connection's messages as a sequence diagram.",
        completion: .file()
    )
    var traceFile: String?

    @Option(
        name: .customLong("alpn"),
        help: "The application protocols (ALPN), best first, such as h2,http/1.1.",
        transform: { try ApplicationProtocols($0) }
    )
    var applicationProtocols: ApplicationProtocols?

    var cipherSuites: [TLSCipherSuite] {
        rsaKeyExchange ? TLSCipherSuite.rsaKeyExchangeSuites : TLSCipherSuite.defaultSuites
    }

    /// A trace of one connection, if one was asked for.
    func makeTrace(
        _ role: Trace.Role,
        peer: String,
        print: @escaping @Sendable (String) -> Void = { StandardError.print($0) }
    ) -> Trace? {
        guard trace || traceFile != nil else { return nil }
        return Trace(role: role, peer: peer, print: trace ? print : nil, file: traceFile)
    }
}
