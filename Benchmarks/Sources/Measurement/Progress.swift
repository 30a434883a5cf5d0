// SPDX-License-Identifier: Apache-2.0

private import Foundation

/// Says on standard error what is being measured, how far it is and how long it will take still:
/// on one line that is rewritten on a terminal, a line a workload, in the first pass, elsewhere.
public struct Progress {
    private let total: Int
    private let isTerminal: Bool
    private let start = Clock.wall.now()
    private var lastUpdate = 0.0
    private var named: Set<String> = []

    /// Workloads will be measured, `total` times in all.
    public init(total: Int) {
        self.total = total
        isTerminal = isatty(STDERR_FILENO) != 0
    }

    /// Measuring a workload, the one called `name`, for the time `index` (from 0) of all is at `round`
    /// of `rounds`.
    public mutating func update(index: Int, name: String, round: Int, rounds: Int) {
        let now = Clock.wall.now()
        let isNew = named.insert(name).inserted
        guard isNew || (isTerminal && now - lastUpdate > 0.2) else { return }
        lastUpdate = now
        let done = (Double(index) + Double(round) / Double(rounds)) / Double(total)
        let left = done > 0 ? Self.duration((now - start) * (1 - done) / done) + " left" : ""
        let line = "[\(index + 1)/\(total)] \(Int(done * 100)) % \(left)  \(name)"
        write(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
    }

    public func finish() {
        if isTerminal { write("\r\u{1B}[K") }
        write("measured for \(Self.duration(Clock.wall.now() - start))\n")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    package static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}
