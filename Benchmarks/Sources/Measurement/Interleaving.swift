// SPDX-License-Identifier: Apache-2.0

/// Something to be timed: an implementation of a workload, or a peak.
public struct Subject {
    public var name: String
    /// How many operations one call does (a batch of eight: eight).
    public var operationsPerCall: Int
    /// True if the work is done on other threads than the caller's: it is then timed on the wall.
    public var usesOtherThreads: Bool
    /// The time of what is measured, in seconds on cores, of all runs so far, where that is only a
    /// part of a run. nil: the whole run.
    public var countedSeconds: (() -> Double)?
    /// Calls it that many times.
    public var run: (_ calls: Int) throws -> Void

    public init(
        name: String,
        operationsPerCall: Int,
        usesOtherThreads: Bool = false,
        countedSeconds: (() -> Double)? = nil,
        run: @escaping (_ calls: Int) throws -> Void
    ) {
        self.name = name
        self.operationsPerCall = operationsPerCall
        self.usesOtherThreads = usesOtherThreads
        self.countedSeconds = countedSeconds
        self.run = run
    }
}

/// How long and how often.
public struct TurnPlan: Sendable {
    /// Work before the clock starts in each turn: AVX-512 may change the core's clock.
    public var droppedSeconds = 0.001
    /// Timed work in each turn.
    public var timedSeconds = 0.0042
    /// The same where other threads do the work: they start and run dry in every turn, which must
    /// not be what is measured.
    public var timedSecondsOfOtherThreads = 0.05
    /// Turns of each subject.
    public var rounds: Int
    /// How many passes the rounds are spread over: a pass measures one workload after the other, so
    /// that what disturbs the machine for some seconds is in a few rounds of each, not in all of one.
    public var passes = 5
    /// Rounds are cut, to no fewer than ``minimumRounds``, where they would take longer than this.
    public var secondsPerWorkload: Double
    public var minimumRounds = 7

    public init(rounds: Int, secondsPerWorkload: Double) {
        self.rounds = rounds
        self.secondsPerWorkload = secondsPerWorkload
    }

    /// A look: 15 turns each.
    public static let quick = TurnPlan(rounds: 15, secondsPerWorkload: 1.6)
    /// The default: 41 turns each.
    public static let full = TurnPlan(rounds: 41, secondsPerWorkload: 12)
}

/// What was measured of one subject: seconds per operation, one value a round, rounds in order.
public struct Samples: Sendable {
    public var seconds: [Double] = []
    /// The time that threads spent on cores; the same as `seconds` where only one thread works.
    public var cpuSeconds: [Double] = []
}

/// Takes turns: every round gives each subject one turn, in a new random order, so that a clock
/// that drifts and a neighbour that comes and goes hit all alike.
public struct Interleaving {
    public let plan: TurnPlan
    private let isInterrupted: () -> Bool
    private let now: (Clock) -> Double

    /// `isInterrupted` is asked before each turn: once it says so, measuring throws ``Interrupted``.
    public init(plan: TurnPlan, isInterrupted: @escaping () -> Bool = { false }) {
        self.init(plan: plan, isInterrupted: isInterrupted, now: { $0.now() })
    }

    /// Reads the clocks by `now`.
    package init(
        plan: TurnPlan,
        isInterrupted: @escaping () -> Bool = { false },
        now: @escaping (Clock) -> Double
    ) {
        self.plan = plan
        self.isInterrupted = isInterrupted
        self.now = now
    }

    /// What was measured of some subjects in the passes so far.
    public struct Series {
        /// In the subjects' order.
        public fileprivate(set) var samples: [Samples] = []
        fileprivate var rounds = 0
        fileprivate var secondsPerCall: [Double?] = []

        public init() {}
    }

    /// Measures all rounds of `subjects` in one pass; the result has their order. Calls `progress`
    /// before each round with the round, and the number of rounds.
    public func measure(
        _ subjects: [Subject],
        progress: (_ round: Int, _ rounds: Int) -> Void = { _, _ in }
    ) throws -> [Samples] {
        var series = Series()
        try measure(subjects, into: &series, pass: 0, of: 1, progress: progress)
        return series.samples
    }

    /// Measures the rounds of a pass. The subjects are the same in each pass of a series, but may be
    /// made anew for it.
    public func measure(
        _ subjects: [Subject],
        into series: inout Series,
        pass: Int,
        of passes: Int,
        progress: (_ round: Int, _ rounds: Int) -> Void = { _, _ in }
    ) throws {
        if pass == 0 {
            series.samples = subjects.map { _ in Samples() }
            series.secondsPerCall = subjects.map { _ in nil }
        }
        var turns = try zip(subjects, series.secondsPerCall).map { subject, secondsPerCall in
            try requireNoInterruption()
            return try Turn(
                subject: subject,
                plan: plan,
                secondsPerCall: secondsPerCall,
                now: now
            )
        }
        if pass == 0 {
            let roundSeconds = turns.reduce(0) { $0 + $1.estimatedSeconds }
            let affordable = Int(plan.secondsPerWorkload / max(roundSeconds, 1e-9))
            series.rounds = min(plan.rounds, max(affordable, plan.minimumRounds))
        }
        let rounds = series.rounds * (pass + 1) / passes - series.rounds * pass / passes
        for round in 0..<rounds {
            progress(round, rounds)
            for index in turns.indices.shuffled() {
                try requireNoInterruption()
                let (seconds, cpuSeconds) = try StackPlace.random { try turns[index].take() }
                series.samples[index].seconds.append(seconds)
                series.samples[index].cpuSeconds.append(cpuSeconds)
            }
        }
        series.secondsPerCall = turns.map(\.secondsPerCall)
    }

    private func requireNoInterruption() throws {
        if isInterrupted() { throw Interrupted() }
    }
}
