// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeEngine

/// The files that make up what a server is: they can be read again while it runs.
struct ServerFiles: ParsableArguments {
    @Option(
        help: "The server's certificate, and those on the way to its authority.",
        completion: .file()
    )
    var certificate: String

    @Option(help: "The private key of the server's certificate.", completion: .file())
    var key: String

    @Option(
        help: "The authorities of the clients' certificates; asks clients for theirs.",
        completion: .file()
    )
    var clientCa: String?

    func configuration() throws -> TLSServerConfiguration {
        var configuration = TLSServerConfiguration(
            credential: try CredentialFiles.credential(certificate, key)
        )
        configuration.clientTrustRoots = try clientCa.map { try CredentialFiles.trustRoots($0) }
        return configuration
    }
}
