// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import NIOCore

/// A whole handshake of TLS 1.2 by the engine, with whatever certificate the server has.
final class EngineExchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A handshake that was completed.
    struct Outcome: Sendable {
        /// From the ClientHello on.
        let duration: Duration
        let negotiated: TLSNegotiatedParameters
        /// What a later connection can resume.
        let session: TLSSession?
    }

    private var connection: TLSConnection
    private var start = ContinuousClock.now
    private var session: TLSSession?
    private var completion: (duration: Duration, negotiated: TLSNegotiatedParameters)?
    private let promise: EventLoopPromise<Outcome>

    private init(_ configuration: TLSClientConfiguration, _ promise: EventLoopPromise<Outcome>) {
        connection = TLSConnection(client: configuration)
        self.promise = promise
    }

    /// Throws ``TLSConnectionError``, ``ProbeConnector/TimedOut``, and what a transport throws.
    static func run(
        _ configuration: TLSClientConfiguration,
        _ connector: ProbeConnector
    ) async throws -> Outcome {
        try await connector.exchange { promise in [EngineExchange(configuration, promise)] }
    }

    func channelActive(context: ChannelHandlerContext) {
        start = .now
        proceed(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        connection.receive(bytes.readableBytesUInt8Span)
        proceed(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.peerClosedTransport()
        proceed(context)
        promise.fail(ChannelError.ioOnClosedChannel)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }

    /// The connection ends, and with it its secrets.
    func handlerRemoved(context: ChannelHandlerContext) { connection.abandon() }

    private func proceed(_ context: ChannelHandlerContext) {
        while let event = connection.nextEvent() {
            switch event {
            // The chain is verified apart: one that is not trusted is to be told, too.
            case .verification(let request): connection.answer(request.id, with: .accepted)
            case .handshakeCompleted(let parameters): completion = (.now - start, parameters)
            case .newSession(let new): session = new
            case .failed(let error): promise.fail(error)
            case .privateKeyOperation, .applicationData, .peerClosed: break
            }
        }
        if completion != nil { connection.close() }
        let bytes = connection.takeBytesToSend()
        if !bytes.isEmpty {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        }
        if let completion {
            promise.succeed(
                Outcome(
                    duration: completion.duration,
                    negotiated: completion.negotiated,
                    session: session
                )
            )
        }
    }
}
