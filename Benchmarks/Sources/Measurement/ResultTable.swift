// SPDX-License-Identifier: Apache-2.0

/// A result file as a table for people: a line a workload, ours first, then each peer with how many
/// times as long it takes, our fraction of the peak, our kernel.
public struct ResultTable {
    private let result: ResultFile

    public init(result: ResultFile) { self.result = result }

    public var text: String {
        let peers = peerNames
        var rows = [["workload", "handshake"] + peers + ["× fastest peer", "peak", "kernel"]]
        for workload in workloadNames { rows.append(row(workload: workload, peers: peers)) }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                let isText = column == 0 || column == row.count - 1
                return isText ? row[column] + space : space + row[column]
            }
            return cells.joined(separator: "  ").trimmingTrailingSpaces
        }
        var notes = [
            "Time of an operation; in brackets how many times as long as ours a peer takes."
        ]
        for name in ["handshake"] + peers {
            if let version = measurements(of: name).first?.version {
                notes.append("\(name): \(version)")
            }
        }
        for peer in result.missing ?? [] {
            notes.append("\(peer.implementation): missing, \(peer.reason)")
        }
        for key in ownKeys {
            notes.append(
                "* own key: measured with \(key), which says nothing of times with the fixed keys"
            )
        }
        if let interrupted = result.interrupted {
            notes.append(
                "interrupted: \(workloadNames.count) of \(interrupted.plannedWorkloads) workloads"
            )
        }
        for measurement in result.measurements {
            guard let latency = measurement.latency, let rate = measurement.operationsPerSecond,
                let client = measurement.clientSecondsPerOperation
            else { continue }
            notes.append(
                "\(measurement.workload), \(measurement.implementation): "
                    + "\(Self.fixed(rate, digits: 0))/s, p50 \(Self.time(latency.p50)), "
                    + "p99 \(Self.time(latency.p99)), client \(Self.time(client))"
            )
        }
        return (lines + [""] + notes).joined(separator: "\n") + "\n"
    }

    private var workloadNames: [String] {
        var seen = Set<String>()
        return result.measurements.map(\.workload).filter { seen.insert($0).inserted }
    }

    private var peerNames: [String] {
        var seen: Set<String> = ["handshake"]
        return result.measurements.map(\.implementation).filter { seen.insert($0).inserted }
    }

    private var ownKeys: [String] {
        var seen = Set<String>()
        return result.measurements.compactMap(\.ownKey).filter { seen.insert($0).inserted }
    }

    private func measurements(of implementation: String) -> [ResultFile.Measurement] {
        result.measurements.filter { $0.implementation == implementation }
    }

    private func row(workload: String, peers: [String]) -> [String] {
        let all = result.measurements.filter { $0.workload == workload }
        let ours = all.first { $0.implementation == "handshake" }
        var fastest: Double?
        let cells = peers.map { peer in
            guard let seconds = all.first(where: { $0.implementation == peer })?.secondsPerOperation
            else { return "–" }
            guard let own = ours?.secondsPerOperation else { return Self.time(seconds.median) }
            let ratio = Self.ratio(seconds, to: own)
            if !ResultFile.Measurement.isOurs(peer) { fastest = min(fastest ?? ratio, ratio) }
            return "\(Self.time(seconds.median)) (\(Self.fixed(ratio, digits: 2)))"
        }
        let mark = all.contains { $0.ownKey != nil } ? " *" : ""
        return [workload + mark, ours?.secondsPerOperation.map { Self.time($0.median) } ?? "–"]
            + cells + [
                fastest.map { Self.fixed($0, digits: 2) } ?? "–",
                ours?.peak.map { Self.fixed($0.fraction * 100, digits: 0) + " %" } ?? "–",
                ours?.kernel ?? "–",
            ]
    }

    /// How many times as long `other` takes as `own`: the median of the rounds' ratios where they
    /// were measured together.
    package static func ratio(
        _ other: ResultFile.Seconds,
        to own: ResultFile.Seconds
    ) -> Double {
        guard other.samples.count == own.samples.count, !own.samples.isEmpty else {
            return other.median / own.median
        }
        return Estimate.median(zip(other.samples, own.samples).map { $0 / $1 })
    }

    package static func time(_ seconds: Double) -> String {
        for (unit, scale) in [("s", 1.0), ("ms", 1e3), ("µs", 1e6)] where seconds * scale >= 1 {
            return significant(seconds * scale) + " " + unit
        }
        return significant(seconds * 1e9) + " ns"
    }

    private static func significant(_ value: Double) -> String {
        fixed(value, digits: value >= 100 ? 0 : value >= 10 ? 1 : 2)
    }

    private static func fixed(_ value: Double, digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
        let whole = Int((value * Double(scale)).rounded())
        guard digits > 0 else { return "\(whole)" }
        let fraction = String(whole % scale)
        return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count)
            + fraction
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
