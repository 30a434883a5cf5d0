// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a server tells. No event loop ever waits for whoever reads it.
struct ServerLog: Sendable {
    /// A line for each request, on standard output.
    let requests = LineQueue(descriptor: STDOUT_FILENO)
    /// What else is to be known, on standard error.
    let notes = LineQueue(descriptor: STDERR_FILENO)
    /// Those notes that strangers cause.
    let strangers: StrangerNotes

    init() { strangers = StrangerNotes(notes) }

    /// Writes what waits, if somebody reads it.
    func finish() {
        strangers.finish()
        requests.finish(within: .seconds(1))
        notes.finish(within: .seconds(1))
    }
}
