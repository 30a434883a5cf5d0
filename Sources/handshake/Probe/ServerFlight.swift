// SPDX-License-Identifier: Apache-2.0

package import HandshakeEngine

/// What a server's first flight says in the clear: up to ServerHelloDone, and in TLS 1.3 the
/// ServerHello.
package struct ServerFlight: Equatable, Sendable {
    /// Of the key exchange.
    package enum Group: Equatable, Sendable {
        case named(TLSNamedGroup)
        /// Finite-field Diffie-Hellman, with a prime of the server's (RFC 5246, section 7.4.3).
        case finiteField(bitCount: Int)
    }

    package var version: TLSProtocolVersion
    package var cipherSuite: TLSCipherSuite
    package var applicationProtocol: String?
    package var hasExtendedMasterSecret = false
    package var group: Group?
    package var signatureScheme: TLSSignatureScheme?
    /// In DER, leaf first; empty in TLS 1.3, which encrypts them.
    package var certificates: [[UInt8]] = []
    package var asksForCertificate = false
}

/// What comes back for a ClientHello.
package enum HelloAnswer: Equatable, Sendable {
    case flight(ServerFlight)
    /// A fatal alert.
    case alert(TLSAlertDescription)
    /// The server goes on with a version that was not asked for.
    case otherVersion(TLSProtocolVersion)
    /// No TLS came: what came instead.
    case notTLS(String)
    /// TLS came that cannot be read: why.
    case malformed(String)
    /// The server ended the connection, or reset it, before it had said enough.
    case closed
    case timedOut
}

extension ServerFlight {
    /// What a ServerHello says, of any version, with extensions that the offer may not have had
    /// (RFC 5246, section 7.4.1.3; RFC 8446, section 4.1.3).
    init(serverHello body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        version = TLSProtocolVersion(rawValue: try reader.readUInt16())
        _ = try reader.readBytes(Self.randomByteCount)
        _ = try reader.readVector(
            lengthByteCount: 1,
            maximum: ClientHello.maximumSessionIDByteCount
        )
        cipherSuite = TLSCipherSuite(rawValue: try reader.readUInt16())
        _ = try reader.readUInt8()
        guard !reader.isAtEnd else { return }
        let list = try reader.readVector(lengthByteCount: 2)
        try reader.expectEnd()
        var extensions = ByteReader(list)
        while !extensions.isAtEnd {
            let number = try extensions.readUInt16()
            try read(number, extensions.readVector(lengthByteCount: 2))
        }
    }

    private static let randomByteCount = 32
    /// RFC 8446, section 4.2
    private static let supportedVersions: UInt16 = 43
    private static let keyShare: UInt16 = 51

    private mutating func read(_ number: UInt16, _ data: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(data)
        switch number {
        case ExtensionType.applicationProtocols.rawValue:
            var list = ByteReader(try reader.readVector(lengthByteCount: 2, minimum: 2))
            let name = [UInt8](try list.readVector(lengthByteCount: 1, minimum: 1))
            applicationProtocol = String(decoding: name, as: UTF8.self)
        case ExtensionType.extendedMasterSecret.rawValue:
            hasExtendedMasterSecret = true
        case Self.supportedVersions:
            version = TLSProtocolVersion(rawValue: try reader.readUInt16())
        case Self.keyShare:
            group = .named(TLSNamedGroup(rawValue: try reader.readUInt16()))
        default:
            break
        }
    }

    /// Reads a ServerKeyExchange (RFC 5246, section 7.4.3; RFC 8422, section 5.4), after the
    /// ServerHello. What is signed, and with what before TLS 1.2, is not looked at.
    mutating func read(serverKeyExchange body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        switch CipherSuiteNames.keyExchange(of: cipherSuite) {
        case .ecdhe:
            // A curve that has no name: nobody uses them, and RFC 8422 forbids them.
            guard try reader.readUInt8() == Self.namedCurve else { return }
            group = .named(TLSNamedGroup(rawValue: try reader.readUInt16()))
            _ = try reader.readVector(lengthByteCount: 1, minimum: 1)
        case .dhe:
            let prime = try reader.readVector(lengthByteCount: 2, minimum: 1)
            group = .finiteField(bitCount: Self.bitCount(prime))
            _ = try reader.readVector(lengthByteCount: 2, minimum: 1)
            _ = try reader.readVector(lengthByteCount: 2, minimum: 1)
        case .rsa, nil:
            return
        }
        if version == .tls12 {
            signatureScheme = TLSSignatureScheme(rawValue: try reader.readUInt16())
        }
    }

    /// ECCurveType's named_curve.
    private static let namedCurve: UInt8 = 3

    /// Of a number whose most significant byte stands first.
    private static func bitCount(_ number: Span<UInt8>) -> Int {
        for index in number.indices where number[index] != 0 {
            return 8 * (number.count - index) - number[index].leadingZeroBitCount
        }
        return 0
    }
}
