/// The client's part of the key exchange (RFC 5246, 7.4.7). Its form depends on the cipher suite and
/// does not stand in the message.
package enum ClientKeyExchange: HandshakeBody, Hashable {
    /// The premaster secret, encrypted with the server's key (RFC 5246, 7.4.7.1).
    case rsa(encryptedPremasterSecret: [UInt8])
    /// The client's ephemeral key (RFC 8422, 5.7).
    case ecdhe(publicKey: [UInt8])

    package static let type = HandshakeType.clientKeyExchange

    /// A length that disagrees with the body is an error of the wire, `truncated` or
    /// `trailingBytes`; what the vector holds is not looked at.
    package init(parsingRSA body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        let ciphertext = try reader.readVector(lengthByteCount: 2)
        try reader.expectEnd()
        self = .rsa(encryptedPremasterSecret: [UInt8](ciphertext))
    }

    package init(parsingECDHE body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        let publicKey = try reader.readVector(lengthByteCount: 1, minimum: 1)
        try reader.expectEnd()
        self = .ecdhe(publicKey: [UInt8](publicKey))
    }

    package func write(to writer: inout ByteWriter) {
        switch self {
        case .rsa(let encryptedPremasterSecret):
            writer.writeVector(lengthByteCount: 2, encryptedPremasterSecret)
        case .ecdhe(let publicKey):
            writer.writeVector(lengthByteCount: 1, publicKey)
        }
    }
}
