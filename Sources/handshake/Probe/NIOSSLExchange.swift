// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import NIOCore
import NIOSSL
import NIOTLS

/// A whole handshake by NIOSSL: of TLS 1.3, whose certificates are encrypted, and of TLS 1.2 with
/// what the engine does not speak. The server's first bytes are read as they pass.
enum NIOSSLExchange {
    struct Outcome: Sendable {
        /// What came in the clear.
        let answer: HelloAnswer
        /// What NIOSSL learned, if its handshake was completed.
        let completion: Completion?
    }

    struct Completion: Sendable {
        /// From the ClientHello on.
        let duration: Duration
        let applicationProtocol: String?
        /// In DER, leaf first.
        let certificates: [[UInt8]]
    }

    /// `serverName` is `nil` for an address. Throws if there is no connection.
    static func run(
        _ version: TLSProtocolVersion,
        serverName: String?,
        applicationProtocols: [String],
        _ connector: ProbeConnector
    ) async throws -> Outcome {
        var configuration = TLSConfiguration.makeClientConfiguration()
        let niosslVersion: TLSVersion = version == .tls13 ? .tlsv13 : .tlsv12
        configuration.minimumTLSVersion = niosslVersion
        configuration.maximumTLSVersion = niosslVersion
        configuration.applicationProtocols = applicationProtocols
        // The chain is taken as it comes and verified apart; no file of the system's is read.
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        configuration.verifySignatureAlgorithms = [
            .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .ecdsaSecp521R1Sha512, .ed25519,
            .rsaPssRsaeSha256, .rsaPssRsaeSha384, .rsaPssRsaeSha512,
            .rsaPkcs1Sha256, .rsaPkcs1Sha384, .rsaPkcs1Sha512,
        ]
        // A server that does not answer close_notify is not waited for.
        configuration.shutdownTimeout = .milliseconds(200)
        let context = try NIOSSLContext(configuration: configuration)
        do {
            return try await connector.exchange { promise in
                let listener = HelloListener(ServerFlightReader(version: version))
                let certificates = NIOLoopBoundBox(
                    [[UInt8]](),
                    eventLoop: promise.futureResult.eventLoop
                )
                let tls = try NIOSSLClientHandler(
                    context: context,
                    serverHostname: serverName,
                    customVerificationCallback: { chain, result in
                        certificates.value = chain.compactMap { try? $0.toDERBytes() }
                        result.succeed(.certificateVerified)
                    }
                )
                return [listener, tls, HandshakeWaiter(listener, certificates, promise)]
            }
        } catch is ProbeConnector.TimedOut {
            return Outcome(answer: .timedOut, completion: nil)
        }
    }
}

/// Reads the bytes that pass, up to the end of what they say in the clear.
private final class HelloListener: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var reader: ServerFlightReader
    private var answer: HelloAnswer?
    private(set) var start = ContinuousClock.now

    init(_ reader: ServerFlightReader) { self.reader = reader }

    /// What has come; at the end of the connection, that it has ended.
    var answerSoFar: HelloAnswer { answer ?? reader.end() }

    func channelActive(context: ChannelHandlerContext) {
        start = .now
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if answer == nil { answer = reader.receive(Array(buffer: unwrapInboundIn(data))) }
        context.fireChannelRead(data)
    }
}

/// Keeps the promise when NIOSSL's handshake has been completed, or has failed.
private final class HandshakeWaiter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let listener: HelloListener
    private let certificates: NIOLoopBoundBox<[[UInt8]]>
    private let promise: EventLoopPromise<NIOSSLExchange.Outcome>

    init(
        _ listener: HelloListener,
        _ certificates: NIOLoopBoundBox<[[UInt8]]>,
        _ promise: EventLoopPromise<NIOSSLExchange.Outcome>
    ) {
        self.listener = listener
        self.certificates = certificates
        self.promise = promise
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted(let name) = event {
            succeed(
                NIOSSLExchange.Completion(
                    duration: .now - listener.start,
                    applicationProtocol: name,
                    certificates: certificates.value
                )
            )
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        succeed(nil)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        succeed(nil)
        context.fireChannelInactive()
    }

    private func succeed(_ completion: NIOSSLExchange.Completion?) {
        promise.succeed(
            NIOSSLExchange.Outcome(answer: listener.answerSoFar, completion: completion)
        )
    }
}
