// SPDX-License-Identifier: Apache-2.0

/// A subject with the number of calls that make a turn of it.
struct Turn {
    private let subject: Subject
    private let plan: TurnPlan
    private let now: (Clock) -> Double
    /// How long a call takes, by the clock that turns are timed by.
    private(set) var secondsPerCall: Double

    /// Runs of which the fastest tells how long a call takes: one may be held up, by another process
    /// or by the machine under a virtual one.
    private static let calibrationRuns = 3
    /// How often a turn is taken until it lasts about as long as planned.
    private static let attempts = 3

    /// Finds out how long a call takes where that is not known of a pass before.
    init(
        subject: Subject,
        plan: TurnPlan,
        secondsPerCall: Double?,
        now: @escaping (Clock) -> Double
    ) throws {
        self.subject = subject
        self.plan = plan
        self.now = now
        self.secondsPerCall = secondsPerCall ?? .infinity
        if secondsPerCall == nil { try calibrate() }
    }

    /// How long a turn lasts.
    var estimatedSeconds: Double {
        Double(calls(lasting: plan.droppedSeconds) + calls(lasting: timedSeconds)) * secondsPerCall
    }

    /// Takes the turn: seconds an operation, and the time that threads spent on cores. Too few calls
    /// would measure the clock, so a turn that is far from its planned length is not counted: how
    /// long a call takes is looked at again.
    mutating func take() throws -> (seconds: Double, cpuSeconds: Double) {
        for _ in 1..<Self.attempts {
            let run = try timedRun()
            if (0.5...2).contains(run.length / run.plannedLength) {
                return (run.seconds, run.cpuSeconds)
            }
            try calibrate()
        }
        let run = try timedRun()
        return (run.seconds, run.cpuSeconds)
    }

    private var clock: Clock { subject.usesOtherThreads ? .wall : .thread }

    private var timedSeconds: Double {
        subject.usesOtherThreads ? plan.timedSecondsOfOtherThreads : plan.timedSeconds
    }

    private func calls(lasting seconds: Double) -> Int {
        max(1, Int((seconds / secondsPerCall).rounded(.up)))
    }

    /// Doubles the calls until even the fastest run of them lasts half a turn: what starts and ends
    /// a run then has the weight that it has in a turn.
    private mutating func calibrate() throws {
        let enough = timedSeconds / 2
        var calls = 1
        while true {
            var fastest = Double.infinity
            for _ in 0..<Self.calibrationRuns where fastest >= enough {
                let start = now(clock)
                try subject.run(calls)
                fastest = min(fastest, now(clock) - start)
            }
            if fastest >= enough {
                secondsPerCall = fastest / Double(calls)
                return
            }
            calls *= 2
        }
    }

    private struct Run {
        var length: Double
        var plannedLength: Double
        var seconds: Double
        var cpuSeconds: Double
    }

    private func timedRun() throws -> Run {
        try subject.run(calls(lasting: plan.droppedSeconds))
        let calls = calls(lasting: timedSeconds)
        let countedStart = subject.countedSeconds?()
        let cpuStart = now(.process)
        let start = now(clock)
        try subject.run(calls)
        let length = now(clock) - start
        var seconds = length
        var cpuSeconds = subject.usesOtherThreads ? now(.process) - cpuStart : length
        if let countedStart, let countedSeconds = subject.countedSeconds {
            seconds = countedSeconds() - countedStart
            cpuSeconds = seconds
        }
        let operations = Double(calls * subject.operationsPerCall)
        return Run(
            length: length,
            plannedLength: Double(calls) * secondsPerCall,
            seconds: seconds / operations,
            cpuSeconds: cpuSeconds / operations
        )
    }
}
