// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization

/// Lines on their way to a stream that may not take them: whoever adds one never waits, a thread of
/// its own writes them. When too much waits, further lines are dropped and counted.
final class LineQueue: Sendable {
    private static let maximumWaitingByteCount = 1 << 20
    /// A stranger's line is not the log.
    private static let maximumLineCharacterCount = 2_000

    private struct Backlog {
        var byteCount = 0
        var droppedCount = 0
    }

    private let descriptor: Int32
    private let queue: DispatchQueue
    private let backlog = Mutex(Backlog())

    init(descriptor: Int32) {
        self.descriptor = descriptor
        queue = DispatchQueue(label: "handshake.lines.\(descriptor)")
    }

    /// A line stays one, whatever it quotes.
    func print(_ line: String) {
        let printable = line.printable
        let isLong = printable.count > Self.maximumLineCharacterCount
        add(isLong ? printable.prefix(Self.maximumLineCharacterCount) + "…" : printable)
    }

    private func add(_ line: String) {
        let droppedCount = backlog.withLock { backlog -> Int? in
            guard backlog.byteCount < Self.maximumWaitingByteCount else {
                backlog.droppedCount += 1
                return nil
            }
            backlog.byteCount += line.utf8.count
            let droppedCount = backlog.droppedCount
            backlog.droppedCount = 0
            return droppedCount
        }
        guard let droppedCount else { return }
        queue.async { [self] in
            if droppedCount > 0 { write(Self.note(droppedCount: droppedCount)) }
            write(line)
            backlog.withLock { $0.byteCount -= line.utf8.count }
        }
    }

    /// Does something that may take its time after the lines so far.
    func afterLines(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    /// Waits until all is written, but no longer than `limit`.
    func finish(within limit: DispatchTimeInterval) {
        let isWritten = DispatchSemaphore(value: 0)
        queue.async { [self] in
            let droppedCount = backlog.withLock { $0.droppedCount }
            if droppedCount > 0 { write(Self.note(droppedCount: droppedCount)) }
            isWritten.signal()
        }
        _ = isWritten.wait(timeout: .now() + limit)
    }

    private static func note(droppedCount: Int) -> String {
        "(\(droppedCount) line\(droppedCount == 1 ? "" : "s") dropped: nobody read them in time)"
    }

    /// A stream that nobody reads any more is no reason to end.
    private func write(_ line: String) {
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        try? file.write(contentsOf: Data((line + "\n").utf8))
    }
}
