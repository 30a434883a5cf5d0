// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import TestSupport
import Testing

/// A handshake message's body as a test knows it, with the parser for it, which answers what the
/// parsed value is written as.
struct WireSample: Sendable, CustomTestStringConvertible {
    let name: String
    let body: [UInt8]
    /// Lengths, shorter than the body's, at which the body may end.
    var otherEnds: Set<Int> = []
    let rewrite: @Sendable ([UInt8]) throws(WireError) -> [UInt8]

    var testDescription: String { name }

    /// What parsing `body` throws.
    func error(_ body: [UInt8]) -> WireError? {
        do {
            _ = try rewrite(body)
            return nil
        } catch {
            return error
        }
    }
}

extension HandshakeBody {
    /// The body without the message's header.
    func bodyBytes() throws(WireError) -> [UInt8] {
        Array(try message().bytes.dropFirst(HandshakeMessage.headerByteCount))
    }
}

enum WireSamples {
    static let random = [UInt8](0x40..<0x60)

    /// Every extension that this library has.
    static let clientHello: ClientHello = {
        var extensions = ClientHelloExtensions()
        extensions.serverName = "server.test"
        extensions.supportedGroups = [.x25519, .secp256r1]
        extensions.ecPointFormats = [ECPointFormats.uncompressed]
        extensions.signatureSchemes = [.rsaPSSRSAESHA256, .rsaPKCS1SHA256]
        extensions.applicationProtocols = [Array("h2".utf8), Array("http/1.1".utf8)]
        extensions.extendedMasterSecret = true
        extensions.sessionTicket = [1, 2, 3]
        extensions.renegotiationInfo = []
        return ClientHello(
            random: random,
            sessionID: [9, 8, 7],
            cipherSuites: TLSCipherSuite.defaultSuites,
            extensions: extensions
        )
    }()

    static let serverHello: ServerHello = {
        var extensions = ServerHelloExtensions()
        extensions.acknowledgesServerName = true
        extensions.ecPointFormats = [ECPointFormats.uncompressed]
        extensions.applicationProtocol = Array("h2".utf8)
        extensions.extendedMasterSecret = true
        extensions.sessionTicket = true
        extensions.renegotiationInfo = []
        return ServerHello(
            random: random,
            sessionID: [9, 8, 7],
            cipherSuite: .ecdheRSAWithAES128GCMSHA256,
            extensions: extensions
        )
    }()

    static let signed = DigitallySigned(scheme: .rsaPSSRSAESHA256, signature: [5, 6, 7, 8])

    static func all() throws -> [WireSample] {
        [
            WireSample(
                name: "HelloRequest",
                body: try HelloRequest().bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try HelloRequest(parsing: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "ClientHello",
                body: try clientHello.bodyBytes(),
                // Before the extensions: version, random, session ID, suites, compression.
                otherEnds: [2 + 32 + 1 + 3 + 2 + 4 + 2],
                rewrite: { (body) throws(WireError) in
                    try ClientHello(parsing: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "ServerHello",
                body: try serverHello.bodyBytes(),
                otherEnds: [2 + 32 + 1 + 3 + 2 + 1],
                rewrite: { (body) throws(WireError) in
                    try ServerHello(parsing: body.span, answering: clientHello).bodyBytes()
                }
            ),
            WireSample(
                name: "Certificate",
                body: try CertificateMessage(certificates: [[1, 2], [3, 4, 5]]).bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try CertificateMessage(parsing: body.span, maximumCertificateCount: 2)
                        .bodyBytes()
                }
            ),
            WireSample(
                name: "ServerKeyExchange",
                body: try ServerKeyExchange(
                    parameters: ServerECDHParameters(group: .x25519, publicKey: random),
                    signed: signed
                ).bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try ServerKeyExchange(parsing: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "CertificateRequest",
                body: try CertificateRequest(
                    signatureSchemes: [.rsaPSSRSAESHA256, .rsaPKCS1SHA256],
                    certificateAuthorities: [[0x30, 0], [0x30, 1, 7]]
                ).bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try CertificateRequest(parsing: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "ServerHelloDone",
                body: try ServerHelloDone().bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try ServerHelloDone(parsing: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "ClientKeyExchange of RSA",
                body: try ClientKeyExchange.rsa(encryptedPremasterSecret: random).bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try ClientKeyExchange(parsingRSA: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "ClientKeyExchange of ECDHE",
                body: try ClientKeyExchange.ecdhe(publicKey: random).bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try ClientKeyExchange(parsingECDHE: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "CertificateVerify",
                body: try CertificateVerify(signed: signed).bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try CertificateVerify(parsing: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "NewSessionTicket",
                body: try NewSessionTicket(lifetimeHint: 7200, ticket: [1, 2, 3]).bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try NewSessionTicket(parsing: body.span).bodyBytes()
                }
            ),
            WireSample(
                name: "Finished",
                body: try Finished(verifyData: [UInt8](1...12)).bodyBytes(),
                rewrite: { (body) throws(WireError) in
                    try Finished(parsing: body.span).bodyBytes()
                }
            ),
        ]
    }
}
