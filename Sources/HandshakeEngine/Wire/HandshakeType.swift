/// The types of TLS 1.2's handshake messages (RFC 5246, 7.4; RFC 5077, 3.3).
package enum HandshakeType: UInt8, Sendable, CaseIterable {
    case helloRequest = 0
    case clientHello = 1
    case serverHello = 2
    case newSessionTicket = 4
    case certificate = 11
    case serverKeyExchange = 12
    case certificateRequest = 13
    case serverHelloDone = 14
    case certificateVerify = 15
    case clientKeyExchange = 16
    case finished = 20

    /// The message's name in its RFC.
    package var name: String {
        switch self {
        case .helloRequest: "HelloRequest"
        case .clientHello: "ClientHello"
        case .serverHello: "ServerHello"
        case .newSessionTicket: "NewSessionTicket"
        case .certificate: "Certificate"
        case .serverKeyExchange: "ServerKeyExchange"
        case .certificateRequest: "CertificateRequest"
        case .serverHelloDone: "ServerHelloDone"
        case .certificateVerify: "CertificateVerify"
        case .clientKeyExchange: "ClientKeyExchange"
        case .finished: "Finished"
        }
    }

    /// The longest body in bytes that the message's definition has room for, with vectors of two
    /// bytes' elements one byte below the 65,535 that their length can say. Messages of one length
    /// alone may have more, which their parsers refuse: where they are not expected at all, that is
    /// what the peer is told.
    package var maximumBodyByteCount: Int {
        switch self {
        case .helloRequest, .serverHelloDone, .finished: 256
        // Version, random, session ID, cipher suites, compression methods, extensions
        case .clientHello: 2 + 32 + (1 + 32) + (2 + 65_534) + (1 + 255) + (2 + 65_535)
        // Version, random, session ID, cipher suite, compression method, extensions
        case .serverHello: 2 + 32 + (1 + 32) + 2 + 1 + (2 + 65_535)
        // Lifetime hint, ticket
        case .newSessionTicket: 4 + (2 + 65_535)
        case .certificate: 1 << 24 - 1
        // Curve type, group, public key; signature scheme, signature
        case .serverKeyExchange: 1 + 2 + (1 + 255) + 2 + (2 + 65_535)
        // Certificate types, signature schemes, names of authorities
        case .certificateRequest: (1 + 255) + (2 + 65_534) + (2 + 65_535)
        // Signature scheme, signature
        case .certificateVerify: 2 + (2 + 65_535)
        // The encrypted premaster secret; a key of ECDHE is shorter
        case .clientKeyExchange: 2 + 65_535
        }
    }
}
