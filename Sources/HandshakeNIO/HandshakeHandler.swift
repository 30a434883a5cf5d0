// SPDX-License-Identifier: Apache-2.0

public import HandshakeEngine
public import NIOCore
internal import NIOTLS

/// TLS 1.2 for a channel, as its client or its server: ciphertext on the side of the transport,
/// plain bytes on the other.
///
/// ```swift
/// channel.pipeline.addHandler(HandshakeHandler(client: configuration))
/// ```
///
/// - It fires `TLSUserEvent.handshakeCompleted` with the application protocol when the handshake is
///   complete, a client's `TLSSession` whenever the server gives one to resume,
///   and `TLSUserEvent.shutdownCompleted` after the peer's close_notify.
/// - What is written before the handshake is complete waits for it. A write's promise succeeds when
///   its last byte has been handed to the transport.
/// - While the peer's certificate is being verified, or an external private key is at work, nothing
///   is read.
/// - An error is fired once, after its alert was sent; then the channel is closed.
/// - Before that, the transport's output is ended, and what the peer still sends is dropped until
///   it ends, too, for a second and a MiB at most: a socket that is closed with something unread
///   may take the alert, or the last bytes of an answer, with it. A peer whose close_notify has
///   come is not waited for.
/// - `close(mode: .output)` sends close_notify and ends the transport's output; the peer may go on.
///   The peer's close_notify closes the channel, or, if the channel allows remote half-closure,
///   fires `ChannelEvent.inputClosed`. The end of the transport without it is
///   `TLSConnectionError.truncated`.
public final class HandshakeHandler: ChannelDuplexHandler {
    public typealias InboundIn = ByteBuffer
    public typealias InboundOut = ByteBuffer
    public typealias OutboundIn = ByteBuffer
    public typealias OutboundOut = ByteBuffer

    enum Phase {
        /// Before the channel is active.
        case idle
        case handshaking
        case connected
        /// The last bytes are on their way; nothing more is sent or delivered.
        case closing
        case closed
    }

    var connection: TLSConnection
    var phase = Phase.idle
    var pendingWrites = PendingWrites()
    /// Whether events are being delivered: what happens meanwhile is delivered after them.
    var isDelivering = false
    /// The owner asked for more to read, and none has been delivered since.
    var isReadWanted = false
    /// The owner was given something to read, and not told yet that it was all for now.
    var isReadIncomplete = false
    /// close_notify was sent on the owner's behalf.
    var isOutputClosed = false
    /// The owner was told that the peer is done.
    var isInputClosed = false
    var closePromise: EventLoopPromise<Void>?
    var handshakeDeadline: Scheduled<Void>?
    /// The verification that is under way; it ends when the connection does.
    var verification: Task<Void, Never>?
    var closeDeadline: Scheduled<Void>?
    /// How much the peer has sent since this side has ended; `nil` before.
    var drainedByteCount: Int?
    /// The peer's half of the transport has ended.
    var hasTransportEnded = false
    let handshakeTimeout: TimeAmount
    let privateKey: PrivateKeyOperations?
    /// How the peer's certificates are verified: otherwise by a program that shows them, or trusts
    /// them whatever they are.
    package var verify: @Sendable (TLSVerificationRequest) async -> TLSVerificationResult = {
        await $0.verify()
    }

    /// How long the last bytes may take to go out before the channel is closed without them.
    static var closeTimeout: TimeAmount { .seconds(5) }
    /// How long, and for how many bytes, the handler then waits for the peer, so that what was sent
    /// to it last is not lost.
    static var drainTimeout: TimeAmount { .seconds(1) }
    static var maximumDrainedByteCount: Int { 1 << 20 }
    /// How many bytes are sealed at once: as many as one record carries.
    static var recordByteCount: Int { TLSConnection.maximumRecordContentByteCount }

    /// A client. `privateKey` is where the operations of a credential's external key are done.
    public init(
        client configuration: TLSClientConfiguration,
        handshakeTimeout: TimeAmount = .seconds(10),
        privateKey: PrivateKeyOperations? = nil
    ) {
        connection = TLSConnection(client: configuration)
        self.handshakeTimeout = handshakeTimeout
        self.privateKey = privateKey
    }

    /// A server. `privateKey` is where the operations of a credential's external key are done.
    public init(
        server configuration: TLSServerConfiguration,
        handshakeTimeout: TimeAmount = .seconds(10),
        privateKey: PrivateKeyOperations? = nil
    ) {
        connection = TLSConnection(server: configuration)
        self.handshakeTimeout = handshakeTimeout
        self.privateKey = privateKey
    }

    /// What the two sides have agreed on, once the handshake is done. To be asked on the channel's
    /// event loop.
    public var negotiated: TLSNegotiatedParameters? { connection.negotiated }

    // MARK: The channel's life

    public func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    public func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    private func start(_ context: ChannelHandlerContext) {
        guard phase == .idle else { return }
        phase = .handshaking
        let loop = context.eventLoop.assumeIsolated()
        handshakeDeadline = loop.scheduleTask(in: handshakeTimeout) { [self] in
            guard phase == .handshaking else { return }
            fail(HandshakeHandlerError.handshakeTimedOut, context)
        }
        proceed(context)
        // The peer speaks next, whether or not the owner reads yet.
        context.read()
    }

    public func channelInactive(context: ChannelHandlerContext) {
        if phase == .handshaking || phase == .connected, !isOutputClosed || !isInputClosed {
            connection.peerClosedTransport()
            proceed(context)
        }
        closePromise?.succeed()
        closePromise = nil
        end(ChannelError.ioOnClosedChannel)
        context.fireChannelInactive()
    }

    public func handlerRemoved(context: ChannelHandlerContext) {
        end(ChannelError.ioOnClosedChannel)
    }

    /// Whether the connection still holds secrets, for tests.
    package var holdsSecrets: Bool { connection.holdsSecrets }

    /// No event comes after this, no promise is left, and secrets are wiped, however long the owner
    /// keeps the handler.
    private func end(_ error: any Error) {
        phase = .closed
        endHandshake()
        closeDeadline?.cancel()
        closeDeadline = nil
        closePromise?.fail(error)
        closePromise = nil
        connection.abandon()
        for promise in pendingWrites.removeAll() { promise.fail(error) }
    }

    /// Nobody waits for the handshake any more.
    func endHandshake() {
        handshakeDeadline?.cancel()
        handshakeDeadline = nil
        verification?.cancel()
        verification = nil
    }

    // MARK: Reading

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard phase == .handshaking || phase == .connected else {
            drop(bytes, context)
            return
        }
        connection.receive(bytes.readableBytesUInt8Span)
        proceed(context)
    }

    public func channelReadComplete(context: ChannelHandlerContext) {
        isReadIncomplete = false
        context.fireChannelReadComplete()
        // What was read gave the owner nothing, so that nobody else would read on.
        if phase == .handshaking || isReadWanted || isDraining { readOn(context) }
    }

    public func read(context: ChannelHandlerContext) {
        isReadWanted = true
        readOn(context)
    }

    /// Reads from the transport, unless the connection could not look at it yet.
    func readOn(_ context: ChannelHandlerContext) {
        if !connection.isWaitingForAnswer { context.read() }
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        hasTransportEnded = true
        if isDraining { finishClosing(context) }
        guard phase == .handshaking || phase == .connected, !isInputClosed else { return }
        connection.peerClosedTransport()
        proceed(context)
    }

    // MARK: Writing

    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        guard !isOutputClosed, phase != .closing, phase != .closed else {
            promise?.fail(isOutputClosed ? ChannelError.outputClosed : .ioOnClosedChannel)
            return
        }
        pendingWrites.append(unwrapOutboundIn(data), promise)
        // Whole records do not wait for a flush, so that the channel's writability counts them.
        if phase == .connected, pendingWrites.byteCount >= Self.recordByteCount {
            seal(context, onlyFlushed: false)
        }
    }

    public func flush(context: ChannelHandlerContext) {
        pendingWrites.flush()
        if phase == .connected { seal(context, onlyFlushed: true) }
        context.flush()
    }

    public func close(
        context: ChannelHandlerContext,
        mode: CloseMode,
        promise: EventLoopPromise<Void>?
    ) {
        switch mode {
        case .input: context.close(mode: .input, promise: promise)
        case .output: closeOutput(context, promise)
        case .all: closeAll(context, promise)
        }
    }
}
