// SPDX-License-Identifier: Apache-2.0

/// A certificate chain, the sender's own certificate first; empty if a client has none
/// (RFC 5246, sections 7.4.2 and 7.4.6).
package struct CertificateMessage: HandshakeBody, Hashable {
    package static let type = HandshakeType.certificate

    /// In DER.
    package var certificates: [[UInt8]]

    package init(certificates: [[UInt8]]) { self.certificates = certificates }

    /// Throws `tooManyCertificates` beyond `maximumCertificateCount`.
    package init(
        parsing body: Span<UInt8>,
        maximumCertificateCount: Int
    ) throws(WireError) {
        var reader = ByteReader(body)
        var list = ByteReader(try reader.readVector(lengthByteCount: 3))
        try reader.expectEnd()
        certificates = []
        while !list.isAtEnd {
            guard certificates.count < maximumCertificateCount else {
                throw .tooManyCertificates(maximum: maximumCertificateCount)
            }
            let certificate = try list.readVector(lengthByteCount: 3, minimum: 1)
            certificates.append([UInt8](certificate))
        }
    }

    package func write(to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 3) { writer in
            for certificate in certificates {
                writer.writeVector(lengthByteCount: 3, certificate)
            }
        }
    }
}

/// The server's half of an ECDHE key exchange, signed with its key (RFC 8422, section 5.4).
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

/// The server's ephemeral key: a named group is the only form that RFC 8422 allows.
package struct ServerECDHParameters: Hashable, Sendable {
    /// ECCurveType's named_curve.
    private static let namedCurve: UInt8 = 3

    package var group: TLSNamedGroup
    /// x25519: 32 bytes (RFC 7748); the others: an uncompressed point.
    package var publicKey: [UInt8]

    package init(group: TLSNamedGroup, publicKey: [UInt8]) {
        self.group = group
        self.publicKey = publicKey
    }

    init(from reader: inout ByteReader) throws(WireError) {
        guard try reader.readUInt8() == Self.namedCurve else { throw .illegalValue }
        group = TLSNamedGroup(rawValue: try reader.readUInt16())
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

/// The server asks for the client's certificate (RFC 5246, section 7.4.4).
package struct CertificateRequest: HandshakeBody, Hashable {
    package static let type = HandshakeType.certificateRequest

    /// ClientCertificateType's rsa_sign.
    package static let rsaSign: UInt8 = 1

    package var certificateTypes: [UInt8]
    package var signatureSchemes: [TLSSignatureScheme]
    /// Distinguished names in DER; empty means any.
    package var certificateAuthorities: [[UInt8]]

    package init(
        certificateTypes: [UInt8] = [rsaSign],
        signatureSchemes: [TLSSignatureScheme],
        certificateAuthorities: [[UInt8]]
    ) {
        self.certificateTypes = certificateTypes
        self.signatureSchemes = signatureSchemes
        self.certificateAuthorities = certificateAuthorities
    }

    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        certificateTypes = [UInt8](try reader.readVector(lengthByteCount: 1, minimum: 1))
        signatureSchemes = try reader.readUInt16Vector().map(TLSSignatureScheme.init(rawValue:))
        var names = ByteReader(try reader.readVector(lengthByteCount: 2))
        try reader.expectEnd()
        certificateAuthorities = []
        while !names.isAtEnd {
            let name = try names.readVector(lengthByteCount: 2, minimum: 1)
            certificateAuthorities.append([UInt8](name))
        }
    }

    package func write(to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 1, certificateTypes)
        writer.writeVector(of: signatureSchemes.lazy.map(\.rawValue))
        writer.writeVector(lengthByteCount: 2) { writer in
            for name in certificateAuthorities { writer.writeVector(lengthByteCount: 2, name) }
        }
    }
}

/// The end of the server's first flight (RFC 5246, section 7.4.5).
package struct ServerHelloDone: HandshakeBody, Hashable {
    package static let type = HandshakeType.serverHelloDone

    package init() {}

    package init(parsing body: Span<UInt8>) throws(WireError) {
        try ByteReader(body).expectEnd()
    }

    package func write(to writer: inout ByteWriter) {}
}

/// The client's part of the key exchange (RFC 5246, section 7.4.7). Its form depends on the cipher
/// suite and is not stated in the message.
package enum ClientKeyExchange: HandshakeBody, Hashable {
    /// The premaster secret, encrypted with the server's key (RFC 5246, section 7.4.7.1).
    case rsa(encryptedPremasterSecret: [UInt8])
    /// The client's ephemeral key (RFC 8422, section 5.7).
    case ecdhe(publicKey: [UInt8])

    package static let type = HandshakeType.clientKeyExchange

    /// Throws `truncated` or `trailingBytes` if the vector's length disagrees with the body's. What
    /// the vector holds is not examined.
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

/// The client's signature over all handshake messages before this one (RFC 5246, section 7.4.8).
package struct CertificateVerify: HandshakeBody, Hashable {
    package static let type = HandshakeType.certificateVerify

    package var signed: DigitallySigned

    package init(signed: DigitallySigned) { self.signed = signed }

    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        signed = try DigitallySigned(from: &reader)
        try reader.expectEnd()
    }

    package func write(to writer: inout ByteWriter) { signed.write(to: &writer) }
}

/// A signature and its scheme (RFC 5246, section 4.7).
package struct DigitallySigned: Hashable, Sendable {
    package var scheme: TLSSignatureScheme
    package var signature: [UInt8]

    package init(scheme: TLSSignatureScheme, signature: [UInt8]) {
        self.scheme = scheme
        self.signature = signature
    }

    init(from reader: inout ByteReader) throws(WireError) {
        scheme = TLSSignatureScheme(rawValue: try reader.readUInt16())
        signature = [UInt8](try reader.readVector(lengthByteCount: 2))
    }

    func write(to writer: inout ByteWriter) {
        writer.write(scheme.rawValue)
        writer.writeVector(lengthByteCount: 2, signature)
    }
}
