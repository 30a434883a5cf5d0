// SPDX-License-Identifier: Apache-2.0

import Measurement
import Testing

@Suite struct InterleavingTests {
    private struct Failure: Error {}

    private var plan: TurnPlan {
        var plan = TurnPlan(rounds: 9, secondsPerWorkload: 10)
        plan.droppedSeconds = 0.0001
        plan.timedSeconds = 0.0003
        return plan
    }

    /// Work that takes time in proportion to `amount`.
    private func subject(amount: Int, operationsPerCall: Int = 1) -> Subject {
        Subject(name: "\(amount)", operationsPerCall: operationsPerCall) { calls in
            var generator = SplitMix(state: 1)
            var sum: UInt64 = 0
            for _ in 0..<calls * amount { sum ^= generator.next() }
            if sum == 1 { throw Failure() }  // keeps the loop
        }
    }

    @Test func everySubjectHasATurnARound() throws {
        var rounds: [Int] = []
        let subjects = [subject(amount: 50), subject(amount: 500)]
        let samples = try Interleaving(plan: plan).measure(subjects) { round, count in
            rounds.append(round)
            #expect(count == 9)
        }
        #expect(rounds == Array(0..<9))
        #expect(samples.map(\.seconds.count) == [9, 9])
        #expect(samples.map(\.cpuSeconds.count) == [9, 9])
        #expect(samples.allSatisfy { $0.seconds.allSatisfy { $0 > 0 } })
    }

    @Test func roundsAreCutToWhatTheTimeAllows() throws {
        var short = plan
        short.secondsPerWorkload = 0
        let samples = try Interleaving(plan: short).measure([subject(amount: 50)])
        #expect(samples[0].seconds.count == short.minimumRounds)
    }

    @Test func passesMakeOneSeries() throws {
        var series = Interleaving.Series()
        var runs: [Int] = []
        for pass in 0..<5 {
            // Made anew for each pass; how long its calls take is known from the first.
            var count = 0
            let counted = Subject(name: "counted", operationsPerCall: 1) { calls in
                count += 1
                try self.subject(amount: 50).run(calls)
            }
            try Interleaving(plan: plan).measure([counted], into: &series, pass: pass, of: 5)
            runs.append(count)
            #expect(series.samples[0].seconds.count == [1, 3, 5, 7, 9][pass])
        }
        #expect(runs[0] > 8)
        #expect(runs.dropFirst().allSatisfy { $0 >= 4 })
    }

    /// Where the stack lies may cost an operation a quarter of its time; a process has only one.
    @Test func turnsAreAtSeveralPlacesOnTheStack() throws {
        var places = Set<UInt>()
        let subject = Subject(name: "place", operationsPerCall: 1) { calls in
            var place = 0
            _ = unsafe withUnsafePointer(to: &place) { places.insert(UInt(bitPattern: $0)) }
            try self.subject(amount: 50).run(calls)
        }
        _ = try Interleaving(plan: plan).measure([subject])
        #expect(places.count > 4)
    }

    @Test func aFailingCallStopsTheMeasurement() {
        let failing = Subject(name: "failing", operationsPerCall: 1) { _ in throw Failure() }
        #expect(throws: Failure.self) { try Interleaving(plan: plan).measure([failing]) }
    }

    /// Between two turns, not in one.
    @Test func anInterruptionEndsItBeforeTheNextTurn() throws {
        var runCount = 0
        let subject = Subject(name: "counted", operationsPerCall: 1) { calls in
            runCount += 1
            try self.subject(amount: 50).run(calls)
        }
        let interleaving = Interleaving(plan: plan, isInterrupted: { runCount > 20 })
        #expect(throws: Interrupted.self) { try interleaving.measure([subject, subject]) }
        #expect(runCount > 20)
        let before = runCount
        #expect(throws: Interrupted.self) { try interleaving.measure([subject, subject]) }
        #expect(runCount == before)
    }

    @Test func whatASubjectCountsItselfIsItsTime() throws {
        var counted = 7.0  // of runs before
        let subject = Subject(
            name: "counting",
            operationsPerCall: 4,
            countedSeconds: { counted },
            run: { calls in
                counted += 0.5 * Double(calls)
                let end = Clock.wall.now() + 0.00002 * Double(calls)
                while Clock.wall.now() < end {}
            }
        )
        let samples = try Interleaving(plan: plan).measure([subject])
        #expect(samples[0].seconds.count == 9)
        #expect(samples[0].seconds.allSatisfy { abs($0 - 0.125) < 1e-9 })
        #expect(samples[0].cpuSeconds == samples[0].seconds)
    }

    @Test func everyPeakHasANameAndAUnit() {
        #expect(!Peak.all.isEmpty)
        #expect(Set(Peak.all.map(\.name)).count == Peak.all.count)
        #expect(Peak.all.allSatisfy { !$0.unit.isEmpty && !$0.mix.isEmpty })
        #expect(Peak.named("no such peak") == nil)
    }
}
