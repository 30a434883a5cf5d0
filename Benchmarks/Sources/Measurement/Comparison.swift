// SPDX-License-Identifier: Apache-2.0

/// How much slower or faster our implementation became, workload by workload.
public struct Comparison: Sendable {
    public struct Row: Sendable, Equatable {
        public let workload: String
        /// Time of the head build over time of the base build; above 1 is slower.
        public let ratio: Estimate
        public let baseKernel: String?
        public let headKernel: String?
    }

    public enum Verdict: String, Sendable {
        case slower, faster, unchanged
    }

    public let rows: [Row]
    /// Workloads of ours that only one side has; the same one with another key is another one.
    public let unmatched: [String]
    /// The slowdown that is still let through, as a fraction.
    public let tolerance: Double
    /// What else is to be known of the two.
    public let notes: [String]

    public init(rows: [Row], unmatched: [String], tolerance: Double) {
        self.rows = rows
        self.unmatched = unmatched
        self.tolerance = tolerance
        notes = []
    }

    /// Compares two result files. They were measured at different times: our times are taken relative
    /// to what was measured in the same rounds, so that a machine that was slower as a whole does not
    /// count. That is the peak of our kernel; without one, the peers that both have in the same version.
    public init(base: ResultFile, head: ResultFile, tolerance: Double) throws(Incomparable) {
        try Self.requireComparable(base, head)
        let baseOurs = Self.ours(base)
        let headOurs = Self.ours(head)
        rows = head.measurements.compactMap { measurement in
            guard measurement.implementation == "handshake",
                let before = baseOurs[measurement.title],
                let ratio = Self.ratioToPeak(base: before, head: measurement)
                    ?? Self.ratio(base: before, head: measurement)?.divided(
                        by: Self.drift(base: base, head: head, workload: measurement.title)
                    )
            else { return nil }
            return Row(
                workload: measurement.title,
                ratio: ratio,
                baseKernel: before.kernel,
                headKernel: measurement.kernel
            )
        }
        try Self.requireRows(rows)
        unmatched = Set(baseOurs.keys).symmetricDifference(headOurs.keys).sorted()
        notes = Self.notes(base: base, head: head)
        self.tolerance = tolerance
    }

    /// Slower or faster only where the whole interval says so, beyond the tolerance.
    public func verdict(_ row: Row) -> Verdict {
        if row.ratio.low > 1 + tolerance { return .slower }
        if row.ratio.high < 1 / (1 + tolerance) { return .faster }
        return .unchanged
    }

    public var hasSlowdown: Bool { rows.contains { verdict($0) == .slower } }

    /// A table in Markdown, what changed first.
    public var markdown: String {
        var lines = [
            "| workload | head / base | 95 % interval | verdict | kernel |",
            "|---|---:|---:|---|---|",
        ]
        let changed = rows.filter { verdict($0) != .unchanged }
        for row in changed + rows.filter({ verdict($0) == .unchanged }) {
            let kernel =
                row.baseKernel == row.headKernel
                ? row.headKernel ?? "" : "\(row.baseKernel ?? "–") → \(row.headKernel ?? "–")"
            let verdict = verdict(row)
            let mark = verdict == .unchanged ? "unchanged" : "**\(verdict.rawValue)**"
            lines.append(
                "| `\(row.workload)` | \(Self.number(row.ratio.median)) | "
                    + "\(Self.number(row.ratio.low)) to \(Self.number(row.ratio.high)) | "
                    + "\(mark) | \(kernel) |"
            )
        }
        let slower = rows.count { verdict($0) == .slower }
        let faster = rows.count { verdict($0) == .faster }
        lines += ["", "\(slower) slower, \(faster) faster, of \(rows.count) workloads."]
        if !unmatched.isEmpty {
            let names = unmatched.map { "`\($0)`" }.joined(separator: ", ")
            lines.append("Only in one of the two: \(names).")
        }
        return (lines + notes).joined(separator: "\n") + "\n"
    }

    private static func ours(_ file: ResultFile) -> [String: ResultFile.Measurement] {
        var ours: [String: ResultFile.Measurement] = [:]
        for measurement in file.measurements where measurement.implementation == "handshake" {
            ours[measurement.title] = measurement
        }
        return ours
    }

    /// How many times as long a workload takes, its times taken round by round as multiples of the
    /// peak's. nil where the two have no such figures, or of different peaks.
    private static func ratioToPeak(
        base: ResultFile.Measurement,
        head: ResultFile.Measurement
    ) -> Estimate? {
        guard let old = base.peak, let new = head.peak, old.name == new.name,
            let oldFractions = old.samples, let newFractions = new.samples
        else { return nil }
        // A smaller fraction is a longer time.
        return Estimate(samples: oldFractions).divided(by: Estimate(samples: newFractions))
    }

    private static func ratio(
        base: ResultFile.Measurement,
        head: ResultFile.Measurement
    ) -> Estimate? {
        guard let old = base.secondsPerOperation, let new = head.secondsPerOperation else {
            return nil
        }
        return Estimate(median: new.median, low: new.low, high: new.high)
            .divided(by: Estimate(median: old.median, low: old.low, high: old.high))
    }

    /// How much slower the peers of a workload were in `head`: the machine's share.
    private static func drift(base: ResultFile, head: ResultFile, workload: String) -> Double {
        let ratios = head.measurements.compactMap { new -> Double? in
            guard new.title == workload, !new.isOurs,
                let old = base.measurements.first(where: {
                    $0.title == workload && $0.implementation == new.implementation
                        && $0.version == new.version
                }),
                let newSeconds = new.secondsPerOperation?.median,
                let oldSeconds = old.secondsPerOperation?.median
            else { return nil }
            return newSeconds / oldSeconds
        }
        return ratios.isEmpty ? 1 : Estimate.median(ratios)
    }

    private static func number(_ value: Double) -> String {
        let thousandths = Int((min(value, 1e9) * 1000).rounded())
        let fraction = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count)
            + fraction
    }
}

extension Comparison {
    /// Compares two builds that were run in turns: `bases[i]` and `heads[i]` belong together. The
    /// interval is that of the pairs' ratios.
    public init(
        bases: [ResultFile],
        heads: [ResultFile],
        tolerance: Double
    ) throws(Incomparable) {
        for (base, head) in zip(bases, heads) { try Self.requireComparable(base, head) }
        let baseRuns = bases.map(Self.ours)
        let headRuns = heads.map(Self.ours)
        var unmatched = Set<String>()
        var rows: [Row] = []
        let names = (heads + bases).flatMap { file in
            file.measurements.filter { $0.implementation == "handshake" }.map(\.title)
        }
        var seen = Set<String>()
        for name in names where seen.insert(name).inserted {
            let ratios = zip(baseRuns, headRuns).compactMap { base, head -> Double? in
                guard let old = base[name], let new = head[name] else { return nil }
                return (Self.ratioToPeak(base: old, head: new) ?? Self.ratio(base: old, head: new))?
                    .median
            }
            if ratios.isEmpty {
                unmatched.insert(name)
            } else {
                rows.append(
                    Row(
                        workload: name,
                        ratio: Estimate(samples: ratios),
                        baseKernel: baseRuns.lazy.compactMap { $0[name]?.kernel }.first,
                        headKernel: headRuns.lazy.compactMap { $0[name]?.kernel }.first
                    )
                )
            }
        }
        try Self.requireRows(rows)
        self.init(rows: rows, unmatched: unmatched.sorted(), tolerance: tolerance)
    }
}
