// SPDX-License-Identifier: Apache-2.0

public import Measurement

/// Measures workloads in passes, in each one after the other, the implementations of each in turns,
/// together with the peak that belongs to our kernel.
public struct Measuring {
    private let interleaving: Interleaving

    /// Ends early once `isInterrupted` says so.
    public init(plan: TurnPlan, isInterrupted: @escaping () -> Bool = { false }) {
        interleaving = Interleaving(plan: plan, isInterrupted: isInterrupted)
    }

    /// What was measured, and whether that is all that was to be measured.
    public struct Outcome {
        public var measurements: [ResultFile.Measurement]
        public var isWhole: Bool
    }

    /// Throws if a call fails or a result is wrong: what such a call takes says nothing. Interrupted, the
    /// outcome has the workloads of which the passes so far have as many rounds as any result has.
    public func measure(_ workloads: [Workload]) throws -> Outcome {
        var series = workloads.map { _ in Interleaving.Series() }
        var measurements: [[ResultFile.Measurement]] = workloads.map { _ in [] }
        let steps = (0..<interleaving.plan.passes).flatMap { pass in
            workloads.indices.filter { pass < passes(of: workloads[$0]) }.map { (pass, $0) }
        }
        var progress = Progress(total: steps.count)
        defer { progress.finish() }
        for (step, (pass, index)) in steps.enumerated() {
            let workload = workloads[index]
            let measurement = {
                try measure(workload, into: &series[index], pass: pass) { round, rounds in
                    progress.update(index: step, name: workload.id, round: round, rounds: rounds)
                }
            }
            do {
                measurements[index] =
                    try workload.needsSeveralCores ? measurement() : OneCore.run(measurement)
            } catch is Interrupted {
                return Outcome(
                    measurements: measurements.joined().filter(hasEnoughRounds),
                    isWhole: false
                )
            }
        }
        return Outcome(measurements: Array(measurements.joined()), isWhole: true)
    }

    private func hasEnoughRounds(_ measurement: ResultFile.Measurement) -> Bool {
        let roundCount = measurement.secondsPerOperation?.samples.count ?? 0
        return roundCount >= interleaving.plan.minimumRounds
    }

    /// What has threads of its own is set up only once.
    private func passes(of workload: Workload) -> Int {
        workload.needsSeveralCores ? 1 : interleaving.plan.passes
    }

    /// Measures a pass; what is returned is of all passes so far. Everything is set up anew for each,
    /// so that where memory lies is not the same in all.
    private func measure(
        _ workload: Workload,
        into series: inout Interleaving.Series,
        pass: Int,
        progress: (_ round: Int, _ rounds: Int) -> Void
    ) throws -> [ResultFile.Measurement] {
        // What is allocated after it lies elsewhere than in the pass before.
        let displacement = AlignedBytes(byteCount: 64 * Int.random(in: 1...1024))
        defer { withExtendedLifetime(displacement) {} }
        let operations = try workload.candidates.compactMap { candidate in
            try candidate.make().map { (name: candidate.implementation, operation: $0) }
        }
        if pass == 0 { try workload.requireRightResults(of: operations) }
        var subjects = operations.map { $0.operation.subject(name: $0.name) }
        let goal = operations.lazy.compactMap(\.operation.kernel).first
            .flatMap { workload.work.peak(kernel: $0) }
        let peak = goal.flatMap { Peak.named($0.name) }
        if let peak { subjects.append(peak.subject) }
        try interleaving.measure(
            subjects,
            into: &series,
            pass: pass,
            of: passes(of: workload),
            progress: progress
        )
        let samples = series.samples

        return operations.enumerated().map { index, candidate in
            let own = samples[index]
            var fraction: ResultFile.Peak?
            if candidate.operation.kernel != nil, let goal, let peak, let peakSamples = samples.last
            {
                // Round by round, so that a clock that drifts takes both along.
                let fractions = zip(own.seconds, peakSamples.seconds).map {
                    goal.units * $1 / $0
                }
                fraction = .init(name: peak.name, samples: fractions)
            }
            return ResultFile.Measurement(
                workload: workload.id,
                ownKey: workload.ownKey,
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
