// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import NIOCore

/// What a server has answered, before anything is made of it.
struct ProbeFindings: Sendable {
    /// One version.
    struct Version: Sendable {
        let version: TLSProtocolVersion
        let answer: HelloAnswer
        /// The one that the server chose.
        var applicationProtocol: String?
        /// The server ended the handshake because of the protocols that it was offered.
        var refusesApplicationProtocols = false
        /// In DER, leaf first.
        var certificates: [[UInt8]] = []
        /// Of a full handshake, from the ClientHello on.
        var duration: Duration?
        var resumption: Resumption?

        /// What was agreed on, if the version is accepted.
        var flight: ServerFlight? {
            if case .flight(let flight) = answer { flight } else { nil }
        }

        init(_ version: TLSProtocolVersion, _ answer: HelloAnswer) {
            self.version = version
            self.answer = answer
            applicationProtocol = flight?.applicationProtocol
            certificates = flight?.certificates ?? []
        }
    }

    enum Resumption: Sendable {
        case byTicket(Duration)
        case bySessionIdentifier(Duration)
        case notResumed
    }

    /// Where the connections went.
    let address: SocketAddress
    /// Oldest first.
    var versions: [Version] = []
    /// Whether the server accepts RSA key exchange, in TLS 1.2 or, if it does not speak that, in the
    /// highest older version; `nil` if it speaks TLS 1.3 alone.
    var acceptsRSAKeyExchange: Bool?
}
