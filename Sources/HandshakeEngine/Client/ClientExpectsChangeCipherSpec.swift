/// The client waits for the server to protect its records; before that comes a ticket if the server
/// has announced one.
struct ClientExpectsChangeCipherSpec: ConnectionState {
    static let expectation = "ChangeCipherSpec, after the ticket that was announced"

    let handshake: ClientHandshake
    let secrets: SessionSecrets
    let negotiated: NegotiatedParameters
    let ticket: NewSessionTicket?

    private var isTicketDue: Bool { handshake.hello.extensions.sessionTicket && ticket == nil }

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        guard isTicketDue else {
            throw .unexpected(message.type.name, expected: Self.expectation)
        }
        try expect(.newSessionTicket, message)
        let ticket = try decoding("NewSessionTicket") { () throws(WireError) in
            try NewSessionTicket(parsing: message.body)
        }
        context.transcript.append(message)
        return ClientExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: negotiated,
            ticket: ticket
        )
    }

    func receiveChangeCipherSpec(
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        guard !isTicketDue else {
            throw .unexpected("ChangeCipherSpec", expected: "NewSessionTicket")
        }
        context.protectReceiving()
        return ClientExpectsFinished(
            handshake: handshake,
            secrets: secrets,
            negotiated: negotiated,
            ticket: ticket
        )
    }
}
