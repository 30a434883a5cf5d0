// SPDX-License-Identifier: Apache-2.0

internal import HandshakeEngine
internal import NIOCore
internal import NIOTLS

extension HandshakeHandler {
    /// Sends what the connection has to send, and delivers its events in their order.
    ///
    /// An owner that calls back meanwhile, such as to write or to close, finds the handler in a
    /// state that holds; an event of the call's own is delivered after those that came before.
    func proceed(_ context: ChannelHandlerContext) {
        sendOutgoing(context)
        guard !isDelivering else { return }
        isDelivering = true
        defer { isDelivering = false }
        while phase != .closed, let event = connection.nextEvent() {
            handle(event, context)
            sendOutgoing(context)
        }
    }

    private func handle(_ event: TLSEvent, _ context: ChannelHandlerContext) {
        switch event {
        case .privateKeyOperation(let request): perform(request, context)
        case .verification(let request): verify(request, context)
        case .handshakeCompleted(let negotiated): completeHandshake(negotiated, context)
        case .newSession(let session): context.fireUserInboundEventTriggered(session)
        case .applicationData: deliver(context)
        case .peerClosed: closeInput(context)
        case .failed(let error): fail(error, context)
        }
    }

    private func sendOutgoing(_ context: ChannelHandlerContext) {
        guard connection.hasBytesToSend else { return }
        let bytes = ByteBuffer(bytes: connection.takeBytesToSend())
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    private func completeHandshake(
        _ negotiated: TLSNegotiatedParameters,
        _ context: ChannelHandlerContext
    ) {
        guard phase == .handshaking else { return }
        phase = .connected
        endHandshake()
        let event = TLSUserEvent.handshakeCompleted(
            negotiatedProtocol: negotiated.applicationProtocol
        )
        context.fireUserInboundEventTriggered(event)
        // What was written before; the event's receivers may have closed the channel, though.
        if phase == .connected, pendingWrites.hasFlushed {
            seal(context, onlyFlushed: true)
            context.flush()
        }
    }

    private func deliver(_ context: ChannelHandlerContext) {
        let data = ByteBuffer(bytes: connection.takeApplicationData())
        guard phase == .connected, !isInputClosed else { return }
        isReadWanted = false
        isReadIncomplete = true
        context.fireChannelRead(wrapInboundOut(data))
    }

    /// Tells the owner that a read is complete: owners put off until then what they do once per
    /// read, such as flushing.
    func completeRead(_ context: ChannelHandlerContext) {
        guard isReadIncomplete else { return }
        isReadIncomplete = false
        context.fireChannelReadComplete()
    }

    // MARK: Answers

    private func verify(_ request: TLSVerificationRequest, _ context: ChannelHandlerContext) {
        let promise = context.eventLoop.makePromise(of: TLSVerificationResult.self)
        verification = Task(executorPreference: VerificationExecutor.shared) { [verify] in
            promise.succeed(await verify(request))
        }
        promise.futureResult.assumeIsolated().whenSuccess { [self] result in
            guard phase == .handshaking else { return }
            verification = nil
            connection.answer(request.id, with: result)
            resume(context)
        }
    }

    private func perform(_ request: TLSPrivateKeyRequest, _ context: ChannelHandlerContext) {
        guard let privateKey else {
            connection.answer(request.id, with: .failure)
            return
        }
        let promise = context.eventLoop.makePromise(of: AnswerHandover.self)
        privateKey.perform(request) { answer in promise.succeed(AnswerHandover(answer)) }
        promise.futureResult.assumeIsolated().whenSuccess { [self] handover in
            guard phase == .handshaking else { return }
            connection.answer(request.id, with: handover.take())
            resume(context)
        }
    }

    /// Goes on with what had to wait for an answer.
    private func resume(_ context: ChannelHandlerContext) {
        proceed(context)
        completeRead(context)
        if phase == .handshaking || (phase == .connected && isReadWanted) { readOn(context) }
    }

    // MARK: Sealing

    /// Seals what waits and hands it to the transport, which flushes it when it is told to.
    func seal(_ context: ChannelHandlerContext, onlyFlushed: Bool) {
        while let (data, promise) = pendingWrites.next(
            onlyFlushed: onlyFlushed,
            upTo: Self.recordByteCount
        ) {
            do throws(TLSConnectionError) {
                try connection.send(data.readableBytesUInt8Span)
            } catch {
                promise?.fail(error)
                proceed(context)
                return
            }
            let sealed = ByteBuffer(bytes: connection.takeBytesToSend())
            context.write(wrapOutboundOut(sealed), promise: promise)
        }
    }
}
