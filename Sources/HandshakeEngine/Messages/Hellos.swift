// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore

/// The client's offer (RFC 5246, section 7.4.1.2).
package struct ClientHello: HandshakeBody, Hashable {
    package static let type = HandshakeType.clientHello

    package static let maximumSessionIDByteCount = 32
    /// CompressionMethod's null.
    package static let noCompression: UInt8 = 0

    /// The highest version that the client supports.
    package var version: TLSProtocolVersion
    package var random: [UInt8]
    /// The identifier of the session that the client wants to resume; empty for none.
    package var sessionID: [UInt8]
    /// In the client's order of preference, including values that are not registered.
    package var cipherSuites: [TLSCipherSuite]
    package var compressionMethods: [UInt8]
    package var extensions: ClientHelloExtensions

    package init(
        version: TLSProtocolVersion = .tls12,
        random: [UInt8],
        sessionID: [UInt8] = [],
        cipherSuites: [TLSCipherSuite],
        extensions: ClientHelloExtensions
    ) {
        self.version = version
        self.random = random
        self.sessionID = sessionID
        self.cipherSuites = cipherSuites
        compressionMethods = [Self.noCompression]
        self.extensions = extensions
    }

    /// Throws `illegalValue` if the client does not offer to do without compression.
    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        version = TLSProtocolVersion(rawValue: try reader.readUInt16())
        random = [UInt8](try reader.readBytes(Randoms.byteCount))
        sessionID = [UInt8](
            try reader.readVector(lengthByteCount: 1, maximum: Self.maximumSessionIDByteCount)
        )
        cipherSuites = try reader.readUInt16Vector().map(TLSCipherSuite.init(rawValue:))
        compressionMethods = [UInt8](try reader.readVector(lengthByteCount: 1, minimum: 1))
        guard compressionMethods.contains(Self.noCompression) else { throw .illegalValue }
        extensions = try ClientHelloExtensions(restOf: reader)
    }

    package func write(to writer: inout ByteWriter) {
        writer.write(version.rawValue)
        writer.write(random)
        writer.writeVector(lengthByteCount: 1, sessionID)
        writer.writeVector(of: cipherSuites.lazy.map(\.rawValue))
        writer.writeVector(lengthByteCount: 1, compressionMethods)
        extensions.write(to: &writer)
    }

    /// Whether the server may send the extension: the client sent it, or for renegotiation_info the
    /// cipher suite that stands for it (RFC 5746, section 3.6).
    func allows(answer type: ExtensionType) -> Bool {
        extensions.contains(type)
            || type == .renegotiationInfo && cipherSuites.contains(.emptyRenegotiationInfoSCSV)
    }
}

/// What the server chose from the client's offer (RFC 5246, section 7.4.1.3).
package struct ServerHello: HandshakeBody, Hashable {
    package static let type = HandshakeType.serverHello

    package var version: TLSProtocolVersion
    package var random: [UInt8]
    /// The client's if the server resumes the session; otherwise the new session's, or empty.
    package var sessionID: [UInt8]
    package var cipherSuite: TLSCipherSuite
    package var extensions: ServerHelloExtensions

    package init(
        version: TLSProtocolVersion = .tls12,
        random: [UInt8],
        sessionID: [UInt8],
        cipherSuite: TLSCipherSuite,
        extensions: ServerHelloExtensions
    ) {
        self.version = version
        self.random = random
        self.sessionID = sessionID
        self.cipherSuite = cipherSuite
        self.extensions = extensions
    }

    /// Reads the answer to `offer`, which is needed to recognize extensions that it did not ask
    /// for. Whether version and cipher suite are among the offered ones is the caller's to check.
    ///
    /// Throws `illegalValue` if the server wants compression.
    package init(
        parsing body: Span<UInt8>,
        answering offer: ClientHello
    ) throws(WireError) {
        var reader = ByteReader(body)
        version = TLSProtocolVersion(rawValue: try reader.readUInt16())
        random = [UInt8](try reader.readBytes(Randoms.byteCount))
        sessionID = [UInt8](
            try reader.readVector(
                lengthByteCount: 1,
                maximum: ClientHello.maximumSessionIDByteCount
            )
        )
        cipherSuite = TLSCipherSuite(rawValue: try reader.readUInt16())
        guard try reader.readUInt8() == ClientHello.noCompression else { throw .illegalValue }
        extensions = try ServerHelloExtensions(restOf: reader, answering: offer)
    }

    package func write(to writer: inout ByteWriter) {
        writer.write(version.rawValue)
        writer.write(random)
        writer.writeVector(lengthByteCount: 1, sessionID)
        writer.write(cipherSuite.rawValue)
        writer.write(ClientHello.noCompression)
        extensions.write(to: &writer)
    }
}

/// The randoms of both hellos (RFC 5246, section 7.4.1.2).
package struct Randoms: Sendable {
    /// The length of each in bytes.
    static let byteCount = 32

    package let client: [UInt8]
    package let server: [UInt8]
}

/// Where a connection's random bytes come from: the system, except in tests with known answers.
package struct RandomSource: Sendable {
    package static let system = RandomSource { SystemRandom.fill(&$0) }

    package let fill: @Sendable (inout MutableSpan<UInt8>) -> Void

    package init(fill: @escaping @Sendable (inout MutableSpan<UInt8>) -> Void) {
        self.fill = fill
    }

    func bytes(_ byteCount: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var span = bytes.mutableSpan
        fill(&span)
        return bytes
    }
}

/// The server asks for a new handshake (RFC 5246, section 7.4.1.1).
package struct HelloRequest: HandshakeBody, Hashable {
    package static let type = HandshakeType.helloRequest

    package init() {}

    package init(parsing body: Span<UInt8>) throws(WireError) {
        try ByteReader(body).expectEnd()
    }

    package func write(to writer: inout ByteWriter) {}
}
