// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

/// What is left when a connection has ended.
@Suite struct EndTests {
    @Test(arguments: Scenario.all)
    func wipesSecretsWhenBothSidesHaveClosed(scenario: Scenario) async throws {
        let (client, server) = await scenario.run { _, _, _ in }
        let sides = [client, server]
        let clientSecrets = Weak(object: client.sessionSecrets)
        let serverSecrets = Weak(object: server.sessionSecrets)
        #expect(clientSecrets.object != nil && serverSecrets.object != nil)
        client.connection.close()
        await run(client, server)
        // The exporter still works.
        for side in sides { #expect(side.holdsSecrets) }
        #expect(clientSecrets.object != nil && serverSecrets.object != nil)
        server.connection.close()
        await run(client, server)
        for side in sides {
            #expect(side.error == nil && side.isPeerClosed)
            #expect(!side.holdsSecrets)
            #expect(throws: TLSConnectionError.closed) { try side.export() }
        }
        #expect(clientSecrets.object == nil && serverSecrets.object == nil)
    }

    @Test(arguments: Scenario.all)
    func wipesSecretsWhenTheConnectionFails(scenario: Scenario) async throws {
        let (client, server) = await scenario.run { _, _, _ in }
        let clientSecrets = Weak(object: client.sessionSecrets)
        let serverSecrets = Weak(object: server.sessionSecrets)
        #expect(clientSecrets.object != nil && serverSecrets.object != nil)
        server.receive([23, 3, 3, 0, 0])
        await run(client, server)
        #expect(server.sentAlert == .badRecordMAC)
        #expect(client.receivedAlert == .badRecordMAC)
        for side in [client, server] {
            #expect(!side.holdsSecrets)
            #expect(throws: TLSConnectionError.closed) { try side.export() }
        }
        #expect(clientSecrets.object == nil && serverSecrets.object == nil)
    }

    /// A transport that ends, wherever in the handshake that is.
    @Test(arguments: Scenario.all)
    func wipesSecretsWhenTheTransportEnds(scenario: Scenario) async {
        for flightCount in 0...5 {
            let client = scenario.client()
            let server = scenario.server()
            var flights = 0
            await run(client, server) { bytes, _ in
                flights += 1
                return flights <= flightCount ? [bytes] : []
            }
            for side in [client, server] {
                side.connection.peerClosedTransport()
                await side.handleEvents()
                #expect(side.error == .truncated)
                #expect(!side.holdsSecrets)
            }
        }
    }

    /// The client closes before each flight of the server's, and while it verifies certificates: no
    /// message of a handshake comes after close_notify.
    @Test(arguments: Scenario.all)
    func endsAHandshakeThatIsClosed(scenario: Scenario) async {
        // A server that resumes a session has one flight.
        let isFull = scenario.resumption == nil
        for flightCount in 0..<(isFull ? 2 : 1) {
            let client = scenario.client()
            let server = scenario.server()
            var closing: [UInt8] = []
            var flights = 0
            await run(client, server) { bytes, fromClient in
                guard !fromClient else { return [bytes] }
                if flights == flightCount {
                    client.connection.close()
                    closing = client.connection.takeBytesToSend()
                }
                flights += 1
                return [bytes]
            }
            #expect(Flight(closing).records.map(\.type) == [21])
            #expect(!client.hasBytesToSend)
            #expect(client.negotiated == nil && client.error == nil)
            #expect(!client.holdsSecrets)
            client.connection.peerClosedTransport()
            #expect(client.hasNoEvent)
        }

        guard isFull else { return }
        let client = scenario.client()
        let server = scenario.server()
        server.receive(client.connection.takeBytesToSend())
        await server.handleEvents()
        client.receive(server.connection.takeBytesToSend())
        #expect(client.isWaitingForAnswer)
        client.connection.close()
        await client.handleEvents()
        #expect(Flight(client.connection.takeBytesToSend()).records.map(\.type) == [21])
        #expect(client.negotiated == nil && client.error == nil)
    }

    @Test func keepsNoSecretThatNothingMayBeExportedOf() async throws {
        let server = try await LegacyClient.connectedServer()
        #expect(server.negotiated != nil)
        #expect(server.sessionSecrets == nil)
    }
}

extension Endpoint {
    fileprivate var sessionSecrets: SessionSecrets? { connection.sessionSecrets }
    fileprivate var holdsSecrets: Bool { connection.holdsSecrets }
    fileprivate var isWaitingForAnswer: Bool { connection.isWaitingForAnswer }
}

private struct Weak {
    weak var object: SessionSecrets?
}
