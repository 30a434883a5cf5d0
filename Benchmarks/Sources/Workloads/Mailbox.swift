// SPDX-License-Identifier: Apache-2.0

private import Dispatch
private import Synchronization

/// Where other threads leave what one thread waits for.
final class Mailbox<Letter: Sendable>: Sendable {
    private struct State {
        var letters: [Letter] = []
        var wantedCount = Int.max
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    func add(_ letter: Letter) {
        let isWaitedFor = state.withLock { state in
            state.letters.append(letter)
            guard state.letters.count >= state.wantedCount else { return false }
            state.wantedCount = .max
            return true
        }
        if isWaitedFor { arrival.signal() }
    }

    /// All that are there, once they are `count`. For one thread only.
    func take(atLeast count: Int) -> [Letter] {
        let areThere = state.withLock { state in
            if state.letters.count >= count { return true }
            state.wantedCount = count
            return false
        }
        if !areThere { arrival.wait() }
        return state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }
}
