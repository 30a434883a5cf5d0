// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
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

/// How a client trusts the server, and proves who it is itself.
struct ClientOptions: ParsableArguments {
    @Option(
        help: "The certificate authorities to trust, in PEM. (default: the system's)",
        completion: .file()
    )
    var ca: String?

    @Option(help: "The client's certificate, for a server that asks for one.", completion: .file())
    var certificate: String?

    @Option(help: "The private key of the client's certificate.", completion: .file())
    var key: String?

    @OptionGroup var transport: TransportOptions

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key go together")
        }
    }

    func configuration(serverName: String, trace: Trace?) throws -> TLSClientConfiguration {
        var configuration = TLSClientConfiguration(
            serverName: serverName,
            trustRoots: try ca.map { try CredentialFiles.trustRoots($0) }
                ?? CredentialFiles.systemTrustRoots()
        )
        if let certificate, let key {
            configuration.credential = try CredentialFiles.credential(certificate, key)
        }
        configuration.cipherSuites = transport.cipherSuites
        if let trace { configuration.observer = { trace.add($0) } }
        return configuration
    }
}
