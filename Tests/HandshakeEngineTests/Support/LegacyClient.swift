// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import HandshakeTLS
import Testing

/// A client that does not know extended_master_secret, which this library's own always offers.
enum LegacyClient {
    private static let suite = TLSCipherSuite.rsaWithAES128GCMSHA256

    /// A server that has done a handshake with such a client.
    static func connectedServer() async throws -> Endpoint {
        let server = Endpoint(server: .test { $0.cipherSuites = [suite] })
        let own = Endpoint(client: .test { $0.cipherSuites = [suite] })
        let offer = rewritingClientHello(own.connection.takeBytesToSend()) {
            $0.extensions.extendedMasterSecret = false
        }
        server.receive(offer)
        let hellos = [Flight(offer), Flight(server.connection.takeBytesToSend())]
        server.receive(try lastMessages(hellos.flatMap(\.records).map(\.fragment)))
        await server.handleEvents()
        return server
    }

    /// ClientKeyExchange, ChangeCipherSpec and Finished after these messages.
    private static func lastMessages(_ messages: [[UInt8]]) throws -> [UInt8] {
        let premasterSecret = [3, 3] + [UInt8](repeating: 9, count: 46)
        let key = TestAuthority.privateKey(TestAuthority.Subject.server.key).publicKey
        var ciphertext = [UInt8](repeating: 0, count: key.modulusByteCount)
        var output = ciphertext.mutableSpan
        try key.encrypt(premasterSecret.span, scheme: .pkcs1, into: &output)
        let exchange = ClientKeyExchange.rsa(encryptedPremasterSecret: ciphertext)
        let exchangeBytes = try exchange.message().bytes

        let clientRandom = Array(messages[0][6..<38])
        let serverRandom = Array(messages[1][6..<38])
        var masterSecret = [UInt8](repeating: 0, count: TLS12.PRF.masterSecretByteCount)
        output = masterSecret.mutableSpan
        try TLS12.PRF.sha256.masterSecret(
            premasterSecret: premasterSecret.span,
            clientRandom: clientRandom.span,
            serverRandom: serverRandom.span,
            into: &output
        )
        let transcript = messages.flatMap { $0 } + exchangeBytes
        return Flight(records: [
            Flight.Record(type: Flight.Record.handshake, fragment: exchangeBytes),
            Flight.Record(type: Flight.Record.changeCipherSpec, fragment: [1]),
        ]).bytes + (try finished(masterSecret, clientRandom, serverRandom, transcript))
    }

    /// The record of Finished.
    private static func finished(
        _ masterSecret: [UInt8],
        _ clientRandom: [UInt8],
        _ serverRandom: [UInt8],
        _ transcript: [UInt8]
    ) throws -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: HashAlgorithm.sha256.digestByteCount)
        var output = hash.mutableSpan
        try HashAlgorithm.sha256.hash(transcript.span, into: &output)
        var verifyData = [UInt8](repeating: 0, count: TLS12.PRF.verifyDataByteCount)
        output = verifyData.mutableSpan
        try TLS12.PRF.sha256.verifyData(
            sender: .client,
            masterSecret: masterSecret.span,
            handshakeHash: hash.span,
            into: &output
        )
        let shape = TLS12.KeyBlockShape.aes128GCM
        var keyBlock = [UInt8](repeating: 0, count: shape.byteCount)
        output = keyBlock.mutableSpan
        try TLS12.PRF.sha256.keyBlock(
            shape: shape,
            masterSecret: masterSecret.span,
            clientRandom: clientRandom.span,
            serverRandom: serverRandom.span,
            into: &output
        )
        var sealer = try TLS12.RecordSealer(
            key: keyBlock.span.extracting(shape.clientWriteKey),
            initializationVector: keyBlock.span.extracting(shape.clientWriteIV)
        )
        let message = try Finished(verifyData: verifyData).message().bytes
        let byteCount = message.count + TLS12.recordLayout.overheadByteCount
        var record = [UInt8](repeating: 0, count: byteCount)
        output = record.mutableSpan
        try sealer.seal(message.span, contentType: .handshake, into: &output)
        return record
    }
}
