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

    public init(plan: TurnPlan) { self.plan = plan }

    /// Measures `subjects`; the result has their order. Calls `progress` before each round with the
    /// round, and the number of rounds.
    public func measure(
        _ subjects: [Subject],
        progress: (_ round: Int, _ rounds: Int) -> Void = { _, _ in }
    ) throws -> [Samples] {
        let turns = try subjects.map { try Turn(subject: $0, plan: plan) }
        let roundSeconds = turns.reduce(0) { $0 + $1.estimatedSeconds }
        let affordable = Int(plan.secondsPerWorkload / max(roundSeconds, 1e-9))
        let rounds = min(plan.rounds, max(affordable, plan.minimumRounds))
        var samples = [Samples](repeating: Samples(), count: subjects.count)
        for round in 0..<rounds {
            progress(round, rounds)
            for index in turns.indices.shuffled() {
                let (seconds, cpuSeconds) = try turns[index].take()
                samples[index].seconds.append(seconds)
                samples[index].cpuSeconds.append(cpuSeconds)
            }
        }
        return samples
    }
}

/// A subject with the number of calls that make a turn of it.
private struct Turn {
    let subject: Subject
    let droppedCalls: Int
    let timedCalls: Int
    let estimatedSeconds: Double

    init(subject: Subject, plan: TurnPlan) throws {
        self.subject = subject
        // Doubling until a run is long enough to tell how long a call takes.
        var calls = 1
        var secondsPerCall: Double
        while true {
            let start = Clock.wall.now()
            try subject.run(calls)
            let seconds = Clock.wall.now() - start
            secondsPerCall = seconds / Double(calls)
            if seconds > plan.droppedSeconds { break }
            calls *= 2
        }
        droppedCalls = max(1, Int((plan.droppedSeconds / secondsPerCall).rounded(.up)))
        let timedSeconds =
            subject.usesOtherThreads ? plan.timedSecondsOfOtherThreads : plan.timedSeconds
        timedCalls = max(1, Int((timedSeconds / secondsPerCall).rounded(.up)))
        estimatedSeconds = Double(droppedCalls + timedCalls) * secondsPerCall
    }

    func take() throws -> (seconds: Double, cpuSeconds: Double) {
        try subject.run(droppedCalls)
        let operations = Double(timedCalls * subject.operationsPerCall)
        if let countedSeconds = subject.countedSeconds {
            let start = countedSeconds()
            try subject.run(timedCalls)
            let seconds = (countedSeconds() - start) / operations
            return (seconds, seconds)
        }
        let clock = subject.usesOtherThreads ? Clock.wall : .thread
        let cpuClock = subject.usesOtherThreads ? Clock.process : .thread
        let cpuStart = cpuClock.now()
        let start = clock.now()
        try subject.run(timedCalls)
        let seconds = clock.now() - start
        let cpuSeconds = cpuClock.now() - cpuStart
        return (
            seconds / operations,
            subject.usesOtherThreads ? cpuSeconds / operations : seconds / operations
        )
    }
}
