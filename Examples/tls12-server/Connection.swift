// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS

/// A connection of TLS 1.2 with TLS_RSA_WITH_AES_128_GCM_SHA256 (RFC 5246, RFC 5288).
struct Connection: ~Copyable {
    private let certificate: [UInt8]
    private let key: RSAPrivateKey
    private let prf = TLS12.PRF.sha256
    private let shape = TLS12.KeyBlockShape.aes128GCM
    var records: RecordLayer
    var transcript = HashState(.sha256)
    /// Of the handshake's bytes, those that no message has taken yet.
    var received: [UInt8] = []

    init(_ socket: consuming Socket, certificate: [UInt8], key: RSAPrivateKey) {
        records = RecordLayer(socket)
        self.certificate = certificate
        self.key = key
    }

    /// From ClientHello to close_notify. Answers how it went.
    mutating func serve() -> String {
        do {
            let exported = try shakeHands()
            try answerRequest()
            records.end(.closeNotify)
            return "served; exported \(exported)"
        } catch {
            records.end(Alert(for: error))
            return "ended by \(error)"
        }
    }

    private mutating func shakeHands() throws -> String {
        let hello = try ClientHello(parsing: receive(.clientHello))
        let serverRandom = (0..<32).map { _ in UInt8.random(in: 0...255) }
        try send(
            message(.serverHello, hello.answer(serverRandom: serverRandom))
                + message(.certificate, vector(vector(certificate)))
                + message(.serverHelloDone, [])
        )

        var keyExchange = Reader(try receive(.clientKeyExchange))
        let encrypted = try keyExchange.vector(lengthByteCount: 2)
        try keyExchange.end()
        let premasterSecret = try key.decryptPremasterSecret(
            encrypted,
            clientVersion: hello.version
        )
        let masterSecret = try masterSecret(premasterSecret, hello, serverRandom)
        let keyBlock = try prf.keyBlock(
            shape: shape,
            masterSecret: masterSecret,
            clientRandom: hello.random,
            serverRandom: serverRandom
        )

        try receiveChangeCipherSpec()
        records.opener = try keyBlock.withBytes { bytes in
            try TLS12.RecordOpener(
                key: bytes.extracting(shape.clientWriteKey),
                initializationVector: bytes.extracting(shape.clientWriteIV)
            )
        }
        try receiveFinished(masterSecret)

        try records.write([1], contentType: .changeCipherSpec)
        records.sealer = try keyBlock.withBytes { bytes in
            try TLS12.RecordSealer(
                key: bytes.extracting(shape.serverWriteKey),
                initializationVector: bytes.extracting(shape.serverWriteIV)
            )
        }
        try sendFinished(masterSecret)
        return try exported(masterSecret, hello.random, serverRandom)
    }

    private func masterSecret(
        _ premasterSecret: borrowing SecretBytes,
        _ hello: ClientHello,
        _ serverRandom: [UInt8]
    ) throws -> SecretBytes {
        guard hello.hasExtendedMasterSecret else {
            return try prf.masterSecret(
                premasterSecret: premasterSecret,
                clientRandom: hello.random,
                serverRandom: serverRandom
            )
        }
        return try prf.extendedMasterSecret(
            premasterSecret: premasterSecret,
            sessionHash: transcriptHash()  // up to ClientKeyExchange
        )
    }

    private mutating func receiveChangeCipherSpec() throws {
        let record = try records.read()
        guard record.contentType == .changeCipherSpec, record.content == [1], received.isEmpty
        else { throw Alert.unexpectedMessage }
    }

    private mutating func receiveFinished(_ masterSecret: borrowing SecretBytes) throws {
        let handshakeHash = transcriptHash()  // up to ClientKeyExchange
        let verifyData = try receive(.finished)
        let isValid = try prf.isValidVerifyData(
            verifyData,
            sender: .client,
            masterSecret: masterSecret,
            handshakeHash: handshakeHash
        )
        guard isValid, received.isEmpty else { throw Alert.decryptError }
    }

    private mutating func sendFinished(_ masterSecret: borrowing SecretBytes) throws {
        let verifyData = try prf.verifyData(
            sender: .server,
            masterSecret: masterSecret,
            handshakeHash: transcriptHash()  // up to the client's Finished
        )
        try send(message(.finished, verifyData))
    }

    /// Keying material for another protocol, which the client has, too. An example may show it.
    private func exported(
        _ masterSecret: borrowing SecretBytes,
        _ clientRandom: [UInt8],
        _ serverRandom: [UInt8]
    ) throws -> String {
        let material = try prf.exportKeyingMaterial(
            masterSecret: masterSecret,
            label: [UInt8]("EXPERIMENTAL-tls12-server".utf8),
            clientRandom: clientRandom,
            serverRandom: serverRandom,
            byteCount: 32
        )
        return material.withBytes { bytes in
            bytes.indices.map { (bytes[$0] < 16 ? "0" : "") + String(bytes[$0], radix: 16) }
                .joined()
        }
    }

    private mutating func answerRequest() throws {
        var request: [UInt8] = []
        while !request.contains([13, 10, 13, 10]) {  // the head's end
            let record = try records.read()
            guard record.contentType == .applicationData else { throw Alert.unexpectedMessage }
            request += record.content
            guard request.count < 1 << 14 else { throw Alert.closeNotify }
        }
        let (status, body) =
            request.starts(with: "GET ".utf8)
            ? ("200 OK", "hello\n") : ("405 Method Not Allowed", "GET alone\n")
        let head = "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close"
        try records.write(Array("\(head)\r\n\r\n\(body)".utf8), contentType: .applicationData)
    }
}
