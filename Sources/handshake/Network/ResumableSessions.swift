// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import NIOCore

/// What a server's clients resume their sessions with; it outlives the server's certificates.
struct ResumableSessions: Sendable {
    let ticketKeys = TLSTicketKeys()
    let cache = TLSSessionCache()

    /// Gives tickets a new key as often as they have to have one.
    func rotateKeys(on loop: any EventLoop) {
        let interval = TimeAmount(ticketKeys.ticketLifetime)
        loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [ticketKeys] _ in
            ticketKeys.rotate()
        }
    }
}
