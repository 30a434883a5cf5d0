// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The last handler of a server's connection: says why it failed, and closes it.
final class FailureReporter: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    /// Whose connection it is: a channel forgets that when it fails.
    private let peer: String
    private let notes: StrangerNotes

    init(peer: String, _ notes: StrangerNotes) {
        self.peer = peer
        self.notes = notes
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        notes.add(FailureText.kind(of: error), "\(peer): \(FailureText.of(error, peer: "client"))")
        context.close(promise: nil)
    }
}
