// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Says why a listener accepts no connections for a moment, such as for want of descriptors.
final class AcceptFailureReporter: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let notes: StrangerNotes

    init(_ notes: StrangerNotes) { self.notes = notes }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        notes.add(
            "connections that could not be accepted",
            "a connection could not be accepted: \(ErrorText.of(error)). It is tried again in a "
                + "second; 'ulimit -n' and --max-connections say how many there may be"
        )
    }
}
