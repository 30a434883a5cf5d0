// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Tells on standard error what is waited for, once that takes longer than people like to wait, and
/// only where people look: on a terminal.
final class ProbeProgress: Sendable {
    private static let patience = Duration.seconds(2)

    private struct State {
        var step: String?
        var isShown = false
    }

    private let state = Mutex(State())
    private let task = Mutex<Task<Void, Never>?>(nil)

    func start() {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let waiting = Task { [self] in
            try? await Task.sleep(for: Self.patience)
            guard !Task.isCancelled else { return }
            let step = state.withLock { state in
                state.isShown = true
                return state.step
            }
            if let step { Self.show(step) }
        }
        task.withLock { $0 = waiting }
    }

    /// What is waited for from now on.
    func begin(_ step: String) {
        let isShown = state.withLock { state in
            state.step = step
            return state.isShown
        }
        if isShown { Self.show(step) }
    }

    func end() { task.withLock { $0?.cancel() } }

    private static func show(_ step: String) { StandardError.print("waiting for \(step) …") }
}
