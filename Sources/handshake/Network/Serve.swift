// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeEngine
import NIOCore
import NIOPosix

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve HTTPS with TLS 1.2: an order service, or an echo.",
        discussion: """
            POST /order/update is answered with what it brought; --echo sends back every byte \
            instead, with no HTTP. With --client-ca only clients with a certificate of that \
            authority are let in. Clients may resume their sessions.

            Control-C (SIGINT) and SIGTERM end it, after the answers it is at; the second one ends \
            it at once. SIGHUP makes it read all its certificates, keys and authorities again, for \
            the connections that come then; if one cannot be used, all stay as they were. A \
            passphrase is not asked for then: have it in a file.

            --certificate and --key may be given several times, in pairs: a client gets the \
            certificate that has the name it asks for (SNI), where a wildcard stands for one label \
            and a whole name goes first. The first pair is the default: for clients that ask for no \
            name, or for another one.

            Requests are told on standard output, everything else on standard error. Of what \
            strangers cause, one line a second of each kind is told, and how many more there were. \
            Lines that nobody reads in time are dropped and counted.

              handshake serve --certificate localhost.pem --key localhost-key.pem
              handshake serve --listen 0.0.0.0:443 --certificate a.pem --key a-key.pem \\
                  --client-ca ca.pem --trace
              handshake serve --certificate www.pem --key www-key.pem \\
                  --certificate orders.pem --key orders-key.pem
            """
    )

    @Option(help: "Where to listen, as HOST:PORT; port 0 takes a free one.")
    var listen = Endpoint(host: "localhost", port: 8443)

    @OptionGroup var files: ServerFiles

    @Flag(help: "Send back every byte, with no HTTP.")
    var echo = false

    @Flag(help: "Tell nothing but what fails: no line for each request, nor that it listens.")
    var quiet = false

    @OptionGroup(title: "Limits") var limits: ServeLimits

    @OptionGroup var transport: TransportOptions

    func run() async throws {
        let sessions = ResumableSessions()
        let log = ServerLog()
        let listener = try makeListener(sessions, log)
        // Before anybody can know that there is something to end.
        let signals = await ServerSignals.expect()
        let channel = try await listener.listen(on: listen)
        sessions.rotateKeys(on: channel.eventLoop)
        let port = channel.localAddress?.port ?? listen.port
        if !quiet {
            log.notes.print("Listening on \(Endpoint(host: listen.host, port: port))")
        }
        requests: for await request in signals {
            switch request {
            case .end: break requests
            case .reload: reload(listener, sessions, log)
            }
        }
        try? await channel.close()
        await listener.endConnections(within: .seconds(Int64(limits.shutdownTimeout)))
        log.finish()
    }

    /// The listener alone has the first configuration: its key goes when another one is read.
    private func makeListener(_ sessions: ResumableSessions, _ log: ServerLog) throws -> Listener {
        Listener(
            try configuration(sessions, asks: true),
            isEcho: echo,
            isQuiet: quiet,
            limits: limits,
            transport: transport,
            log: log
        )
    }

    private func configuration(
        _ sessions: ResumableSessions,
        asks: Bool
    ) throws -> TLSServerConfiguration {
        var configuration = try files.configuration(asks: asks)
        configuration.cipherSuites = transport.cipherSuites
        configuration.applicationProtocols =
            transport.applicationProtocols?.names ?? (echo ? [] : ["http/1.1"])
        configuration.ticketKeys = sessions.ticketKeys
        configuration.sessionCache = sessions.cache
        return configuration
    }

    /// Files that cannot be used leave everything as it is.
    private func reload(_ listener: Listener, _ sessions: ResumableSessions, _ log: ServerLog) {
        do {
            listener.replaceConfiguration(try configuration(sessions, asks: false))
            if !quiet { log.notes.print("\(files.text) were read again") }
        } catch {
            let what =
                files.certificates.count == 1
                ? "the certificate stays as it was" : "the certificates stay as they were"
            log.notes.print("\(what): \(ErrorText.of(error))")
        }
    }
}
