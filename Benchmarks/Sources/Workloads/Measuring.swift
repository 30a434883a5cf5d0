public import Measurement

/// Measures workloads one after the other, the implementations of each in turns, together with the
/// peak that belongs to our kernel.
public struct Measuring {
    private let interleaving: Interleaving

    public init(plan: TurnPlan) { interleaving = Interleaving(plan: plan) }

    /// Throws if a call fails: what a failing call takes says nothing.
    public func measure(_ workloads: [Workload]) throws -> [ResultFile.Measurement] {
        var progress = Progress(total: workloads.count)
        defer { progress.finish() }
        var measurements: [ResultFile.Measurement] = []
        for (index, workload) in workloads.enumerated() {
            let measurement = {
                try measure(workload) { round, rounds in
                    progress.update(index: index, name: workload.id, round: round, rounds: rounds)
                }
            }
            measurements +=
                try workload.needsSeveralCores ? measurement() : OneCore.run(measurement)
        }
        return measurements
    }

    private func measure(
        _ workload: Workload,
        progress: (_ round: Int, _ rounds: Int) -> Void
    ) throws -> [ResultFile.Measurement] {
        let operations = try workload.candidates.compactMap { candidate in
            try candidate.make().map { (name: candidate.implementation, operation: $0) }
        }
        var subjects = operations.map { $0.operation.subject(name: $0.name) }
        let goal = operations.lazy.compactMap(\.operation.kernel).first
            .flatMap { workload.work.peak(kernel: $0) }
        let peak = goal.flatMap { Peak.named($0.name) }
        if let peak { subjects.append(peak.subject) }
        let samples = try interleaving.measure(subjects, progress: progress)

        return operations.enumerated().map { index, candidate in
            let own = samples[index]
            var fraction: ResultFile.Peak?
            if candidate.operation.kernel != nil, let goal, let peak, let peakSamples = samples.last
            {
                // Round by round, so that a clock that drifts takes both along.
                let fractions = zip(own.seconds, peakSamples.seconds).map {
                    goal.units * $1 / $0
                }
                fraction = .init(name: peak.name, fraction: Estimate.median(fractions))
            }
            return ResultFile.Measurement(
                workload: workload.id,
                implementation: candidate.name,
                version: candidate.operation.version,
                kernel: candidate.operation.kernel,
                operationsPerCall: candidate.operation.operationsPerCall,
                bytesPerOperation: workload.byteCount,
                secondsPerOperation: .init(samples: own.seconds),
                cpuSecondsPerOperation: Estimate.median(own.cpuSeconds),
                peak: fraction,
                connections: candidate.operation.connections?()
            )
        }
    }
}
