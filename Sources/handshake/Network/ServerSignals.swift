// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization

/// What a server is told by signals, none of which is lost once ``expect()`` has returned: SIGINT
/// and SIGTERM ask it to end, SIGHUP to read its files again. Another SIGINT or SIGTERM ends the
/// program at once.
struct ServerSignals: AsyncSequence {
    enum Request {
        case end, reload
    }

    private let sources: [any DispatchSourceSignal]
    private let requests: AsyncStream<Request>

    static func expect() async -> ServerSignals {
        let (requests, continuation) = AsyncStream<Request>.makeStream()
        // One of its own, which nothing else keeps busy.
        let queue = DispatchQueue(label: "handshake.signals")
        let isEnding = Atomic(false)
        var sources: [any DispatchSourceSignal] = []
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if number == SIGHUP {
                    continuation.yield(.reload)
                } else if isEnding.exchange(true, ordering: .relaxed) {
                    // As the shell says of a program that a signal has ended.
                    _exit(128 + number)
                } else {
                    continuation.yield(.end)
                }
            }
            await withCheckedContinuation { registration in
                source.setRegistrationHandler { registration.resume() }
                source.resume()
            }
            sources.append(source)
        }
        return ServerSignals(sources: sources, requests: requests)
    }

    func makeAsyncIterator() -> AsyncStream<Request>.Iterator { requests.makeAsyncIterator() }
}
