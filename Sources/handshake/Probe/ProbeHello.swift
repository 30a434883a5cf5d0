// SPDX-License-Identifier: Apache-2.0

package import HandshakeEngine

/// A ClientHello to which the server's answer is read, and nothing more is sent.
package struct ProbeHello: Sendable {
    /// The highest version that it offers, TLS 1.2 at most.
    var version: TLSProtocolVersion
    /// For the server_name extension; `nil` for an address.
    var serverName: String?
    /// None if empty.
    package var applicationProtocols: [String] = []
    /// RSA key exchange and nothing else.
    var isRSAKeyExchangeOnly: Bool

    package init(
        version: TLSProtocolVersion,
        serverName: String?,
        isRSAKeyExchangeOnly: Bool = false
    ) {
        self.version = version
        self.serverName = serverName
        self.isRSAKeyExchangeOnly = isRSAKeyExchangeOnly
    }

    private static let randomByteCount = 32
    /// ContentType's handshake.
    private static let handshake: UInt8 = 22

    /// The record that is sent.
    ///
    /// Throws ``ToolError`` if the application protocols are too long for a record, which
    /// ``ProbeOptions`` sees to.
    package func record() throws -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<Self.randomByteCount).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        let hello = ClientHello(
            version: version,
            random: random,
            cipherSuites: cipherSuites + [.emptyRenegotiationInfoSCSV],
            extensions: extensions
        )
        do {
            var writer = ByteWriter()
            writer.write(Self.handshake)
            // RFC 5246, appendix E.1: a record version that servers of every age accept
            writer.write(min(version, .tls10).rawValue)
            writer.writeVector(lengthByteCount: 2, try hello.message().bytes)
            return try writer.finish()
        } catch {
            throw ToolError("the application protocols are too long for a ClientHello")
        }
    }

    private var cipherSuites: [TLSCipherSuite] {
        let suites = CipherSuiteNames.offered(in: version)
        guard isRSAKeyExchangeOnly else { return suites }
        return suites.filter { CipherSuiteNames.keyExchange(of: $0) == .rsa }
    }

    /// SSL 3.0 has none, and some of its servers accept none.
    private var extensions: ClientHelloExtensions {
        var extensions = ClientHelloExtensions()
        guard version > .ssl3 else { return extensions }
        extensions.serverName = serverName
        extensions.extendedMasterSecret = true
        extensions.supportedGroups = ParameterNames.offeredGroups
        extensions.ecPointFormats = [ECPointFormats.uncompressed]
        extensions.sessionTicket = []
        if !applicationProtocols.isEmpty {
            extensions.applicationProtocols = applicationProtocols.map { Array($0.utf8) }
        }
        if version >= .tls12 { extensions.signatureSchemes = ParameterNames.offeredSchemes }
        return extensions
    }
}
