import HandshakeEngine
import Testing

/// What one side sends at once, taken apart into records.
struct Flight: Sendable {
    struct Record: Sendable, Equatable {
        var type: UInt8
        var fragment: [UInt8]

        static let handshake: UInt8 = 22
        static let changeCipherSpec: UInt8 = 20

        var bytes: [UInt8] {
            [type, 3, 3, UInt8(fragment.count >> 8), UInt8(fragment.count & 0xFF)] + fragment
        }
    }

    var records: [Record] = []

    init(_ bytes: [UInt8]) {
        var start = 0
        while start + 5 <= bytes.count {
            let end = start + 5 + Int(bytes[start + 3]) << 8 + Int(bytes[start + 4])
            records.append(Record(type: bytes[start], fragment: Array(bytes[(start + 5)..<end])))
            start = end
        }
    }

    init(records: [Record]) { self.records = records }

    var bytes: [UInt8] { records.flatMap(\.bytes) }

    /// The records before ChangeCipherSpec: handshake messages, one each.
    var plaintextCount: Int {
        records.firstIndex { $0.type == Record.changeCipherSpec } ?? records.count
    }
}

/// One message of a handshake that went well: who sent it, in which of the sender's flights, and where
/// in it.
struct MessagePlace: Sendable, CustomTestStringConvertible {
    let fromClient: Bool
    let flight: Int
    let record: Int
    let fragment: [UInt8]

    var type: HandshakeType? { fragment.first.flatMap(HandshakeType.init(rawValue:)) }

    var testDescription: String { type?.name ?? "?" }
}

/// The kinds of handshake that the negative tests go through.
struct Scenario: Sendable, CustomTestStringConvertible {
    let suite: CipherSuite
    let isMutual: Bool

    static let all = [
        Scenario(suite: .ecdheRSAWithAES128GCMSHA256, isMutual: true),
        Scenario(suite: .rsaWithAES256GCMSHA384, isMutual: true),
        Scenario(suite: .ecdheRSAWithAES256GCMSHA384, isMutual: false),
    ]

    var testDescription: String { suite.name + (isMutual ? ", mutual" : "") }

    func client() -> Endpoint {
        Endpoint(
            client: .test {
                $0.cipherSuites = [suite]
                $0.credential = isMutual ? TestCredentials.client : nil
            }
        )
    }

    func server() -> Endpoint {
        Endpoint(
            server: .test {
                $0.cipherSuites = [suite]
                $0.clientTrustRoots = isMutual ? TestAuthority.shared.roots : nil
            }
        )
    }

    /// A handshake whose flights `edit` may change: it gets the sender and the number of the
    /// sender's flight.
    func run(
        _ edit: (inout Flight, _ fromClient: Bool, _ number: Int) -> Void
    ) async -> (client: Endpoint, server: Endpoint) {
        let client = client()
        let server = server()
        var numbers = (client: 0, server: 0)
        await HandshakeEngineTests.run(client, server) { bytes, fromClient in
            var flight = Flight(bytes)
            edit(&flight, fromClient, fromClient ? numbers.client : numbers.server)
            if fromClient { numbers.client += 1 } else { numbers.server += 1 }
            return [flight.bytes]
        }
        return (client, server)
    }

    /// The plaintext messages of a handshake that goes well.
    func messages() async -> [MessagePlace] {
        var places: [MessagePlace] = []
        _ = await run { flight, fromClient, number in
            for index in 0..<flight.plaintextCount
            where flight.records[index].type == Flight.Record.handshake {
                places.append(
                    MessagePlace(
                        fromClient: fromClient,
                        flight: number,
                        record: index,
                        fragment: flight.records[index].fragment
                    )
                )
            }
        }
        return places
    }

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

extension Endpoint {
    /// The alert that this side sent because of what the peer sent.
    var sentAlert: AlertDescription? {
        switch error {
        case .peerMisbehaved(let alert, _)?: alert
        case .certificateRefused(let refusal)?: refusal.alert
        default: nil
        }
    }

    /// The fatal alert that the peer sent.
    var receivedAlert: AlertDescription? {
        if case .alertReceived(let alert)? = error { alert } else { nil }
    }
}
