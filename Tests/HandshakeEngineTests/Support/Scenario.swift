// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeTLS
import Testing

/// One message of a handshake that went well, or ChangeCipherSpec: who sent it, in which of the
/// sender's flights, and where in it.
struct MessagePlace: Sendable, CustomTestStringConvertible {
    let fromClient: Bool
    let flight: Int
    let record: Int
    let content: Flight.Record
    /// Whether its sender is done with the handshake when it sends it.
    var isInLastFlight = false

    var fragment: [UInt8] { content.fragment }

    var isChangeOfKeys: Bool { content.type == Flight.Record.changeCipherSpec }

    var type: HandshakeType? {
        isChangeOfKeys ? nil : fragment.first.flatMap(HandshakeType.init(rawValue:))
    }

    var testDescription: String { isChangeOfKeys ? "ChangeCipherSpec" : type?.name ?? "?" }
}

/// The kinds of handshake that the negative tests go through.
struct Scenario: Sendable, CustomTestStringConvertible {
    let suite: TLSCipherSuite
    let isMutual: Bool
    /// The server asks for a certificate, and goes on without one, which the client does not have.
    var isOptional = false
    /// What a full handshake's server makes tickets with.
    var ticketKeys: TLSTicketKeys?
    var resumption: Resumption?

    static let all = [
        Scenario(suite: .ecdheRSAWithAES128GCMSHA256, isMutual: true),
        Scenario(suite: .rsaWithAES256GCMSHA384, isMutual: true),
        Scenario(
            suite: .ecdheRSAWithAES256GCMSHA384,
            isMutual: false,
            ticketKeys: TLSTicketKeys()
        ),
        resumed(.ecdheRSAWithAES128GCMSHA256, isMutual: true, .ticket),
        resumed(.rsaWithAES256GCMSHA384, isMutual: false, .sessionID),
        Scenario(suite: .ecdheRSAWithAES128GCMSHA256, isMutual: false, isOptional: true),
    ]

    private static func resumed(
        _ suite: TLSCipherSuite,
        isMutual: Bool,
        _ means: Resumption.Means
    ) -> Scenario {
        var scenario = Scenario(suite: suite, isMutual: isMutual)
        scenario.resumption = Resumption(scenario, means)
        return scenario
    }

    var testDescription: String {
        suite.name + (isMutual ? ", mutual" : isOptional ? ", asked for a certificate" : "")
            + (resumption.map { ", resumed by \($0.means)" } ?? "")
    }

    func client(keyLog: Lines? = nil) -> Endpoint {
        Endpoint(
            client: .test {
                $0.cipherSuites = [suite]
                $0.credential = isMutual ? TestCredentials.client : nil
                $0.session = resumption?.session
                if let keyLog { $0.keyLog = { keyLog.add($0) } }
            }
        )
    }

    func server(keyLog: Lines? = nil) -> Endpoint {
        Endpoint(
            server: .test {
                $0.cipherSuites = [suite]
                $0.clientTrustRoots = isMutual || isOptional ? TestAuthority.shared.roots : nil
                $0.allowsUnauthenticatedClients = isOptional
                $0.ticketKeys = resumption?.ticketKeys ?? ticketKeys
                $0.sessionCache = resumption?.makeCache()
                if let keyLog { $0.keyLog = { keyLog.add($0) } }
            }
        )
    }

    /// A handshake whose flights `edit` may change: it gets the sender and the number of the
    /// sender's flight, and sees what goes under keys, too.
    func run(
        _ edit: (inout Flight, _ fromClient: Bool, _ number: Int) -> Void
    ) async -> (client: Endpoint, server: Endpoint) {
        let logs = (client: Lines(), server: Lines())
        let client = client(keyLog: logs.client)
        let server = server(keyLog: logs.server)
        let taps = (
            client: Wiretap(suite, sender: .client, keyLog: logs.client),
            server: Wiretap(suite, sender: .server, keyLog: logs.server)
        )
        var serverRandom: [UInt8] = []
        var numbers = (client: 0, server: 0)
        await HandshakeEngineTests.run(client, server) { bytes, fromClient in
            var flight = Flight(bytes)
            if !fromClient, serverRandom.isEmpty { serverRandom = flight.helloRandom }
            let tap = fromClient ? taps.client : taps.server
            tap.open(&flight, serverRandom: serverRandom)
            edit(&flight, fromClient, fromClient ? numbers.client : numbers.server)
            if fromClient { numbers.client += 1 } else { numbers.server += 1 }
            return [tap.bytes(flight)]
        }
        return (client, server)
    }

    /// The messages of a handshake that goes well, and the two ChangeCipherSpec.
    func places() async -> [MessagePlace] {
        var places: [MessagePlace] = []
        _ = await run { flight, fromClient, number in
            for (index, record) in flight.records.enumerated() {
                places.append(
                    MessagePlace(
                        fromClient: fromClient,
                        flight: number,
                        record: index,
                        content: record
                    )
                )
            }
        }
        let last = places[places.count - 1]
        return places.map { place in
            var place = place
            place.isInLastFlight =
                place.fromClient == last.fromClient && place.flight == last.flight
            return place
        }
    }

    /// The messages of a handshake that goes well.
    func messages() async -> [MessagePlace] { await places().filter { !$0.isChangeOfKeys } }

    /// A handshake in which `change` gets the record of one message, or what takes its place.
    func run(
        at place: MessagePlace,
        _ change: (Flight.Record) -> [Flight.Record]
    ) async -> (client: Endpoint, server: Endpoint) {
        await run { flight, fromClient, number in
            guard fromClient == place.fromClient, number == place.flight else { return }
            flight.records.replaceSubrange(
                place.record...place.record,
                with: change(flight.records[place.record])
            )
        }
    }
}

/// A session that a scenario's handshakes resume: each with a cache of its own, as a handshake that
/// fails takes its session with it.
struct Resumption: Sendable {
    enum Means: Sendable, CustomStringConvertible {
        case ticket, sessionID

        var description: String { self == .ticket ? "ticket" : "session ID" }
    }

    let means: Means
    let session: TLSSession
    let ticketKeys: TLSTicketKeys?
    private let cached: StoredServerSession?

    /// The session of a full handshake of this scenario.
    init(_ scenario: Scenario, _ means: Means) {
        let ticketKeys = means == .ticket ? TLSTicketKeys() : nil
        let cache = TLSSessionCache()
        let client = scenario.client()
        let server = Endpoint(
            server: .test {
                $0.cipherSuites = [scenario.suite]
                $0.clientTrustRoots = scenario.isMutual ? TestAuthority.shared.roots : nil
                $0.ticketKeys = ticketKeys
                $0.sessionCache = means == .sessionID ? cache : nil
            }
        )
        while client.hasBytesToSend || server.hasBytesToSend {
            server.receive(client.connection.takeBytesToSend())
            server.handleEventsOfTrust()
            client.receive(server.connection.takeBytesToSend())
            client.handleEventsOfTrust()
        }
        self.means = means
        session = client.sessions[0]
        self.ticketKeys = ticketKeys
        cached = cache.session(id: session.stored.sessionID, at: TestAuthority.now)
    }

    func makeCache() -> TLSSessionCache? {
        cached.map { state in
            let cache = TLSSessionCache()
            cache.store(state, id: session.stored.sessionID, at: TestAuthority.now)
            return cache
        }
    }
}
