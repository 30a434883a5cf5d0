// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Notes that strangers can cause as often as they like: of each kind one a second is told, and how
/// many more there were.
final class StrangerNotes: Sendable {
    private static let interval = DispatchTimeInterval.seconds(1)

    private let lines: LineQueue
    /// How many of each kind were not told since one was, less than an interval ago.
    private let untold = Mutex<[String: Int]>([:])

    init(_ lines: LineQueue) { self.lines = lines }

    /// `kind` is one of a few, and says in the plural what is counted.
    func add(_ kind: String, _ note: String) {
        let isTold = untold.withLock { untold in
            guard let count = untold[kind] else {
                untold[kind] = 0
                return true
            }
            untold[kind] = count + 1
            return false
        }
        guard isTold else { return }
        lines.print(note)
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.interval) { [self] in
            tell(kind, untold.withLock { $0.removeValue(forKey: kind) } ?? 0)
        }
    }

    /// Tells what is still to be told.
    func finish() {
        let rest = untold.withLock { untold in
            defer { untold = [:] }
            return untold
        }
        for (kind, count) in rest.sorted(by: { $0.key < $1.key }) { tell(kind, count) }
    }

    private func tell(_ kind: String, _ count: Int) {
        if count > 0 { lines.print("… and \(count) more in that second: \(kind)") }
    }
}
