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
            it at once. SIGHUP makes it read its certificate, key and authorities again, for the \
            connections that come then.

            Requests are told on standard output, everything else on standard error. Of what \
            strangers cause, one line a second of each kind is told, and how many more there were. \
            Lines that nobody reads in time are dropped and counted.

              handshake serve --certificate localhost.pem --key localhost-key.pem
              handshake serve --listen 0.0.0.0:443 --certificate a.pem --key a-key.pem \\
                  --client-ca ca.pem --trace
            """
    )

    @Option(help: "Where to listen, as HOST:PORT; port 0 takes a free one.")
    var listen = Endpoint(host: "localhost", port: 8443)

    @OptionGroup var files: ServerFiles

    @Flag(help: "Send back every byte, with no HTTP.")
    var echo = false

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
        log.notes.print("Listening on \(Endpoint(host: listen.host, port: port))")
        requests: for await request in signals {
            switch request {
            case .end: break requests
            case .reload: reload(listener, sessions, log)
            }
        }
        try? await channel.close()
        await listener.endConnections(within: .seconds(5))
        log.finish()
    }

    /// The listener alone has the first configuration: its key goes when another one is read.
    private func makeListener(_ sessions: ResumableSessions, _ log: ServerLog) throws -> Listener {
        Listener(
            try configuration(sessions),
            isEcho: echo,
            limits: limits,
            transport: transport,
            log: log
        )
    }

    private func configuration(_ sessions: ResumableSessions) throws -> TLSServerConfiguration {
        var configuration = try files.configuration()
        configuration.cipherSuites = transport.cipherSuites
        configuration.applicationProtocols = echo ? [] : ["http/1.1"]
        configuration.ticketKeys = sessions.ticketKeys
        configuration.sessionCache = sessions.cache
        return configuration
    }

    /// Files that cannot be used leave everything as it is.
    private func reload(_ listener: Listener, _ sessions: ResumableSessions, _ log: ServerLog) {
        do {
            listener.replaceConfiguration(try configuration(sessions))
            log.notes.print("\(files.certificate) and \(files.key) were read again")
        } catch {
            log.notes.print("the certificate stays as it was: \(ErrorText.of(error))")
        }
    }
}
