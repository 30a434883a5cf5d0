// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeEngine

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

    @OptionGroup var passphrase: PassphraseOptions

    @Option(
        name: [.customLong("server-name"), .customLong("servername")],
        help: """
            The name that the server is asked for (SNI) and that its certificate must be for. \
            (default: the host)
            """
    )
    var serverName: String?

    @Flag(
        help: """
            Accept any certificate: whoever sits between you and the server can read and change \
            everything. For looking at a server, never for secrets.
            """
    )
    var insecure = false

    @Flag(
        help: """
            Print the server's certificates, each as PEM after what 'inspect' says of it: 'connect' \
            on standard output, 'post' on standard error.
            """
    )
    var showcerts = false

    @Option(
        name: .customLong("cipher-suite"),
        help: "A cipher suite to offer; once for each, best first. (default: those with ECDHE)"
    )
    var suites: [CipherSuiteChoice] = []

    @Option(
        name: .customLong("group"),
        help: "A group to offer for ECDHE; once for each, best first. (default: all)"
    )
    var groups: [GroupChoice] = []

    @Option(
        help: """
            How many seconds it may take until the answer is there, or, for 'connect', the \
            connection. (default: 30 for an answer, 10 for a handshake)
            """,
        transform: { try TimeLimit($0) }
    )
    var timeout: TimeLimit?

    @Flag(help: "Tell on standard error what was agreed on and, with 'post', what was sent.")
    var verbose = false

    @OptionGroup var transport: TransportOptions

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key go together")
        }
        guard suites.isEmpty || !transport.rsaKeyExchange else {
            throw ValidationError(
                "--rsa-key-exchange chooses the cipher suites: leave it out, or --cipher-suite"
            )
        }
    }

    /// Who the server at `host` has to be.
    func identity(ofServerAt host: HostName) throws -> HostName {
        try serverName.map { try HostName($0) } ?? host
    }

    /// Warns on standard error where nothing is verified. `showing` gets what --showcerts asks for.
    func security(
        serverName: String,
        trace: Trace?,
        showing print: @escaping @Sendable (String) -> Void
    ) throws -> ClientSecurity {
        if insecure {
            StandardError.print(
                "WARNING: --insecure: the server's certificate is not verified; anyone may be "
                    + "reading and changing what is sent"
            )
        }
        var configuration = TLSClientConfiguration(
            serverName: serverName,
            trustRoots: try trustRoots()
        )
        if let certificate, let key {
            configuration.credential = try CredentialFiles.credential(certificate, key, passphrase)
        }
        configuration.cipherSuites =
            suites.isEmpty ? transport.cipherSuites : suites.map(\.suite)
        if !groups.isEmpty { configuration.groups = groups.map(\.group) }
        configuration.applicationProtocols = transport.applicationProtocols?.names ?? []
        if let trace { configuration.observer = { trace.add($0) } }
        return ClientSecurity(
            configuration: configuration,
            isInsecure: insecure,
            show: showcerts ? print : nil,
            timeout: timeout?.amount
        )
    }

    private func trustRoots() throws -> TLSTrustRoots {
        if let ca { return try CredentialFiles.trustRoots(ca) }
        return try insecure ? TLSTrustRoots([]) : CredentialFiles.systemTrustRoots()
    }
}
