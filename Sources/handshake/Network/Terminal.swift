// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOTLS
import Synchronization

/// Prints what the server sends, and what was agreed on with it.
final class Terminal: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    /// How much is told on standard error.
    enum Notes {
        case none, agreement, details
    }

    private let firstFailure = Mutex<(any Error)?>(nil)
    private let notes: Notes
    private let onHandshake: @Sendable (any Channel) -> Void

    /// `onHandshake` is called when the handshake is done.
    init(notes: Notes, onHandshake: @escaping @Sendable (any Channel) -> Void) {
        self.notes = notes
        self.onHandshake = onHandshake
    }

    /// Why the connection failed, if it did.
    var failure: (any Error)? { firstFailure.withLock { $0 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            let bytes = unwrapInboundIn(data)
            try FileHandle.standardOutput.write(contentsOf: Array(buffer: bytes))
        } catch {
            // Nobody reads any more.
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            describe(context)
            onHandshake(context.channel)
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func describe(_ context: ChannelHandlerContext) {
        let handler = try? context.pipeline.syncOperations.handler(type: HandshakeHandler.self)
        guard notes != .none, let negotiated = handler?.negotiated else { return }
        if notes == .details, let address = context.remoteAddress?.text {
            StandardError.print("Connected to \(address)")
        }
        for line in NegotiationText.lines(negotiated, isVerbose: notes == .details) {
            StandardError.print(line)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        firstFailure.withLock { if $0 == nil { $0 = error } }
        context.close(promise: nil)
    }
}
