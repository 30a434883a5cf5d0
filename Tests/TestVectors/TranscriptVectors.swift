// SPDX-License-Identifier: Apache-2.0

/// `Vectors/tls12-transcripts.json`, which says how it was made: whole handshakes with fixed random
/// bytes. All strings of bytes are in hexadecimal.
public struct TranscriptVectors: Decodable, Sendable {
    public struct Identity: Decodable, Sendable {
        public let certificate, key: String
    }

    /// What one side sent until the other had to answer.
    public struct Flight: Decodable, Sendable {
        /// "sent" or "received", as this library's side sees it.
        public let direction: String
        public let bytes: String
    }

    public struct Transcript: Decodable, Sendable {
        /// "client" or "server": this library's side.
        public let role: String
        public let cipherSuite: UInt16
        public let isMutual: Bool
        public let flights: [Flight]
        /// "ticket" or "sessionID": how the server keeps the session.
        public let session: String?
        /// A second connection, which resumes the session.
        public let resumption: [Flight]?
    }

    /// When the certificates are valid, in seconds since 1970.
    public let time: Double
    public let authority: String
    public let server, client: Identity
    /// The shared key of the server's tickets.
    public let ticketKey: String
    public let transcripts: [Transcript]

    public static func load() throws -> TranscriptVectors {
        try TestVectors.decode(TranscriptVectors.self, from: "tls12-transcripts.json")
    }
}
