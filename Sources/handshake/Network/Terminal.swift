// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOTLS
import Synchronization
import X509

/// Prints what the server sends, and what was agreed on with it.
final class Terminal: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let firstFailure = Mutex<(any Error)?>(nil)
    private let onHandshake: @Sendable (any Channel) -> Void

    /// `onHandshake` is called when the handshake is done.
    init(onHandshake: @escaping @Sendable (any Channel) -> Void) {
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
        guard let negotiated = handler?.negotiated else { return }
        let group = negotiated.group.map { ", \($0.name)" } ?? ""
        StandardError.print("TLS 1.2, \(negotiated.cipherSuite.name)\(group)")
        for certificate in negotiated.peerCertificates {
            StandardError.print(
                "  \(certificate.subject.text), issued by \(certificate.issuer.text)"
            )
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        firstFailure.withLock { if $0 == nil { $0 = error } }
        context.close(promise: nil)
    }
}
