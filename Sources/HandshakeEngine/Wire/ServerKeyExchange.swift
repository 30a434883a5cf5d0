/// The server's half of an ECDHE key exchange, signed with its key (RFC 8422, 5.4).
package struct ServerKeyExchange: HandshakeBody, Hashable {
    package static let type = HandshakeType.serverKeyExchange

    package var parameters: ServerECDHParameters
    package var signed: DigitallySigned

    package init(parameters: ServerECDHParameters, signed: DigitallySigned) {
        self.parameters = parameters
        self.signed = signed
    }

    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        parameters = try ServerECDHParameters(from: &reader)
        signed = try DigitallySigned(from: &reader)
        try reader.expectEnd()
    }

    package func write(to writer: inout ByteWriter) {
        parameters.write(to: &writer)
        signed.write(to: &writer)
    }
}

/// The server's ephemeral key: the only form that RFC 8422 has is a named group.
package struct ServerECDHParameters: Hashable, Sendable {
    /// ECCurveType's named_curve.
    private static let namedCurve: UInt8 = 3

    package var group: NamedGroup
    /// x25519: 32 bytes (RFC 7748); the others: an uncompressed point.
    package var publicKey: [UInt8]

    package init(group: NamedGroup, publicKey: [UInt8]) {
        self.group = group
        self.publicKey = publicKey
    }

    init(from reader: inout ByteReader) throws(WireError) {
        guard try reader.readUInt8() == Self.namedCurve else { throw .illegalValue }
        group = NamedGroup(rawValue: try reader.readUInt16())
        publicKey = [UInt8](try reader.readVector(lengthByteCount: 1, minimum: 1))
    }

    package func write(to writer: inout ByteWriter) {
        writer.write(Self.namedCurve)
        writer.write(group.rawValue)
        writer.writeVector(lengthByteCount: 1, publicKey)
    }

    /// What the server signs: both randoms, then the parameters as they are sent.
    package func signedContent(
        clientRandom: [UInt8],
        serverRandom: [UInt8]
    ) throws(WireError) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 256)
        writer.write(clientRandom)
        writer.write(serverRandom)
        write(to: &writer)
        return try writer.finish()
    }
}
