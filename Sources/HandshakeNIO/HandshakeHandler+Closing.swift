// SPDX-License-Identifier: Apache-2.0

internal import HandshakeEngine
internal import NIOCore
internal import NIOTLS

extension HandshakeHandler {
    /// The peer's close_notify.
    func closeInput(_ context: ChannelHandlerContext) {
        // The peer's last bytes may have come with it.
        completeRead(context)
        guard phase == .connected, !isInputClosed else { return }
        isInputClosed = true
        let options = context.channel.syncOptions
        let allowsHalfClosure = try? options?.getOption(.allowRemoteHalfClosure)
        if allowsHalfClosure == true, !isOutputClosed {
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        } else {
            context.fireUserInboundEventTriggered(TLSUserEvent.shutdownCompleted)
            closeAll(context, nil)
        }
    }

    /// Ends this side: what was flushed, close_notify, and then the end of the transport's output.
    func closeOutput(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        guard phase == .connected, !isOutputClosed else {
            // A handshake cannot be half closed.
            if phase == .connected {
                promise?.fail(ChannelError.outputClosed)
            } else {
                closeAll(context, promise)
            }
            return
        }
        seal(context, onlyFlushed: true)
        isOutputClosed = true
        for write in pendingWrites.removeAll() { write.fail(ChannelError.outputClosed) }
        connection.close()
        let loop = context.eventLoop
        let sent = loop.makePromise(of: Void.self)
        context.writeAndFlush(
            wrapOutboundOut(ByteBuffer(bytes: connection.takeBytesToSend())),
            promise: sent
        )
        sent.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success: context.close(mode: .output, promise: promise)
            case .failure(let error): promise?.fail(error)
            }
        }
    }

    /// Ends both sides: what was flushed, close_notify, and then the channel.
    func closeAll(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        switch phase {
        case .closed, .idle:
            phase = .closed
            context.close(promise: promise)
        case .closing:
            follow(promise)
        case .handshaking, .connected:
            if phase == .connected, !isOutputClosed { seal(context, onlyFlushed: true) }
            follow(promise)
            // Sealing may have failed the connection, which closes the channel, too.
            guard phase != .closing else { return }
            phase = .closing
            connection.close()
            for write in pendingWrites.removeAll() { write.fail(ChannelError.ioOnClosedChannel) }
            // A peer whose close_notify has come sends nothing more.
            closeTransport(context, drains: connection.negotiated != nil && !isInputClosed)
        }
    }

    /// Fires an error, sends its alert if it has one, and closes the channel.
    func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        guard phase == .handshaking || phase == .connected else { return }
        phase = .closing
        for promise in pendingWrites.removeAll() { promise.fail(error) }
        context.fireErrorCaught(error)
        // Without an alert, nothing is on its way that could be lost.
        closeTransport(context, drains: (error as? TLSConnectionError)?.alert != nil)
    }

    private func follow(_ promise: EventLoopPromise<Void>?) {
        if let closePromise {
            closePromise.futureResult.cascade(to: promise)
        } else {
            closePromise = promise
        }
    }

    /// Sends the connection's last bytes and closes the channel when they are gone, or when that
    /// takes too long.
    private func closeTransport(_ context: ChannelHandlerContext, drains: Bool) {
        endHandshake()
        let loop = context.eventLoop
        closePromise = closePromise ?? loop.makePromise(of: Void.self)
        closeDeadline = loop.assumeIsolated().scheduleTask(in: Self.closeTimeout) { [self] in
            finishClosing(context)
        }
        let sent = loop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { [self] result in
            if drains, case .success = result { drain(context) } else { finishClosing(context) }
        }
        let bytes = ByteBuffer(bytes: connection.takeBytesToSend())
        context.writeAndFlush(wrapOutboundOut(bytes), promise: sent)
    }

    /// Ends the output, and reads what the peer still sends until it ends, too.
    ///
    /// A socket that is closed with something unread resets its connection, and the peer may lose
    /// what it has not read by then: the alert, or the end of an answer.
    private func drain(_ context: ChannelHandlerContext) {
        guard phase == .closing, !hasTransportEnded else {
            finishClosing(context)
            return
        }
        let loop = context.eventLoop
        closeDeadline?.cancel()
        closeDeadline = loop.assumeIsolated().scheduleTask(in: Self.drainTimeout) { [self] in
            finishClosing(context)
        }
        drainedByteCount = 0
        // Nothing more is received.
        connection.abandon()
        let ended = loop.makePromise(of: Void.self)
        ended.futureResult.assumeIsolated().whenComplete { [self] result in
            switch result {
            case .success where phase == .closing: context.read()
            default: finishClosing(context)
            }
        }
        context.close(mode: .output, promise: ended)
    }

    /// Whether the handler is waiting for nothing but the peer's end.
    var isDraining: Bool { phase == .closing && drainedByteCount != nil }

    /// Drops what came too late to be received.
    func drop(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard isDraining, let count = drainedByteCount else { return }
        drainedByteCount = count + bytes.readableBytes
        if count + bytes.readableBytes > Self.maximumDrainedByteCount { finishClosing(context) }
    }

    /// Closes the channel.
    func finishClosing(_ context: ChannelHandlerContext) {
        guard phase == .closing else { return }
        phase = .closed
        closeDeadline?.cancel()
        closeDeadline = nil
        let promise = closePromise
        closePromise = nil
        context.close(promise: promise)
    }
}
