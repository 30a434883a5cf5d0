// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

@Suite struct MessageOrderTests {
    @Test(arguments: Scenario.all)
    func refusesAMessageThatComesTwice(scenario: Scenario) async {
        for place in await scenario.places() {
            let (client, server) = await scenario.run(at: place) { [$0, $0] }
            // The first of two Finished is right.
            let isDone = place.type == .finished
            expectRefusal(place, client, server, .unexpectedMessage, isDone: isDone)
        }
    }

    @Test(arguments: Scenario.all)
    func refusesAHandshakeWithoutOneOfItsMessages(scenario: Scenario) async {
        for place in await scenario.places() where place.type != .clientHello {
            let (client, server) = await scenario.run(at: place) { _ in [] }
            let (receiver, sender) = place.fromClient ? (server, client) : (client, server)
            #expect(receiver.negotiated == nil)
            #expect(sender.negotiated == nil || place.isInLastFlight)
            // The last one of a flight leaves the peer waiting; without CertificateRequest the
            // client does not know that it has to answer.
            switch place.type {
            case .serverHelloDone, .finished: #expect(receiver.error == nil)
            case .certificateRequest: #expect(server.sentAlert == .unexpectedMessage)
            default: #expect(receiver.sentAlert == .unexpectedMessage)
            }
        }
    }

    @Test(arguments: Scenario.all)
    func refusesMessagesInAnotherOrder(scenario: Scenario) async {
        let places = await scenario.places()
        for (first, second) in zip(places, places.dropFirst())
        where first.fromClient == second.fromClient && first.flight == second.flight {
            let (client, server) = await scenario.run { flight, fromClient, number in
                guard fromClient == first.fromClient, number == first.flight else { return }
                flight.records.swapAt(first.record, second.record)
            }
            expectRefusal(first, client, server, .unexpectedMessage)
        }
    }

    /// ChangeCipherSpec before each message of the peer's.
    @Test(arguments: Scenario.all)
    func refusesAnEarlyChangeOfKeys(scenario: Scenario) async {
        let early = Flight.Record(type: Flight.Record.changeCipherSpec, fragment: [1])
        for place in await scenario.places() {
            let (client, server) = await scenario.run(at: place) { [early, $0] }
            expectRefusal(place, client, server, .unexpectedMessage)
        }
    }

    /// Finished of TLS 1.3 in place of every other message of the client's: that it is not expected
    /// comes before that it is too long.
    @Test(arguments: [32, 48])
    func refusesANewerVersionsFinished(byteCount: Int) async {
        let finished = Flight.Record(
            type: Flight.Record.handshake,
            fragment: [20, 0, 0, UInt8(byteCount)] + [UInt8](repeating: 7, count: byteCount)
        )
        let scenario = Scenario.all[0]
        for place in await scenario.messages() where place.fromClient {
            let (client, server) = await scenario.run(at: place) { _ in [finished] }
            let alert: TLSAlertDescription =
                place.type == .finished ? .decodeError : .unexpectedMessage
            expectRefusal(place, client, server, alert)
        }
    }

    /// Nothing but the byte 1, where ChangeCipherSpec is due.
    @Test(arguments: Scenario.all, [[], [0], [2], [1, 1], [1, 0]] as [[UInt8]])
    func refusesAChangeOfKeysThatIsNotTheByteOne(scenario: Scenario, fragment: [UInt8]) async {
        for place in await scenario.places() where place.isChangeOfKeys {
            let (client, server) = await scenario.run(at: place) { record in
                [Flight.Record(type: record.type, fragment: fragment)]
            }
            expectRefusal(place, client, server, .unexpectedMessage)
        }
    }

    /// Finished, or application data, in the clear in place of the protected Finished.
    @Test(arguments: [
        Flight.Record(type: 22, fragment: [20, 0, 0, 12] + [UInt8](repeating: 0, count: 12)),
        Flight.Record(type: 23, fragment: [1, 2, 3]),
    ])
    func refusesAFinishWithoutChangeOfKeys(record: Flight.Record) async {
        let (client, server) = await Scenario.all[2].run { flight, fromClient, number in
            guard fromClient, number == 1 else { return }
            flight.records.replaceSubrange(flight.plaintextCount..., with: [record])
        }
        #expect(server.sentAlert == .unexpectedMessage)
        #expect(client.receivedAlert == .unexpectedMessage)
        #expect(server.received.isEmpty)
    }

    /// What follows Finished in its record came under keys that were not proven yet.
    @Test(arguments: Scenario.all, [1, 4])
    func refusesAMessageGluedToFinished(scenario: Scenario, byteCount: Int) async {
        for place in await scenario.messages() where place.type == .finished {
            let (client, server) = await scenario.run(at: place) { record in
                var glued = record
                glued.fragment += [UInt8](repeating: 0, count: byteCount)
                return [glued]
            }
            expectRefusal(place, client, server, .unexpectedMessage, isDone: true)
        }
    }

    private func expectRefusal(
        _ place: MessagePlace,
        _ client: Endpoint,
        _ server: Endpoint,
        _ alert: TLSAlertDescription,
        isDone: Bool = false
    ) {
        let (receiver, sender) = place.fromClient ? (server, client) : (client, server)
        #expect(receiver.sentAlert == alert, "\(place.testDescription)")
        // What comes after ServerHelloDone is looked at when the client's messages are out: the server
        // may have found them wrong before the alert arrives, or may have finished.
        #expect(sender.receivedAlert == alert || sender.sentAlert == alert)
        #expect((receiver.negotiated != nil) == isDone)
        #expect(client.received.isEmpty && server.received.isEmpty)
    }
}
