// SPDX-License-Identifier: Apache-2.0

import Measurement
import Testing

/// How many calls a turn has must not hang on what the machine did when they were counted.
@Suite struct TurnTests {
    /// Time that passes only as a test says. Reading a clock takes time, too.
    private final class FakeTime {
        private var wall = 0.0
        private var thread = 0.0

        func pass(_ seconds: Double, onTheCore: Bool = true) {
            wall += seconds
            if onTheCore { thread += seconds }
        }

        func now(_ clock: Clock) -> Double {
            pass(270e-9)
            return clock == .wall ? wall : thread
        }
    }

    private static let secondsPerCall = 20e-9

    /// Measures calls of 20 ns. `before` is called before each run, with its number from 0 and the
    /// number of its calls, and says how many times as long it takes.
    private func measure(
        _ time: FakeTime,
        usesOtherThreads: Bool = false,
        before: (_ run: Int, _ calls: Int) -> Double
    ) throws -> [Double] {
        try withoutActuallyEscaping(before) { before in
            var run = 0
            let subject = Subject(
                name: "calls of 20 ns",
                operationsPerCall: 1,
                usesOtherThreads: usesOtherThreads
            ) { calls in
                let factor = before(run, calls)
                run += 1
                time.pass(factor * Self.secondsPerCall * Double(calls))
            }
            return try Interleaving(plan: .quick, now: time.now).measure([subject])[0].seconds
        }
    }

    private func isRight(_ seconds: Double) -> Bool {
        abs(seconds / Self.secondsPerCall - 1) < 0.01
    }

    @Test(arguments: [1, 2, 3, 5], [false, true])
    func holdUpsOfTheFirstRuns(_ count: Int, _ usesOtherThreads: Bool) throws {
        for onTheCore in [false, true] {
            let time = FakeTime()
            let samples = try measure(time, usesOtherThreads: usesOtherThreads) { run, _ in
                if run < count { time.pass(4e-3, onTheCore: onTheCore) }
                return 1
            }
            // A turn that is held up itself is one sample of fifteen.
            #expect(samples.count == 15)
            #expect(samples.count(where: isRight) >= 14, "\(samples)")
        }
    }

    /// What was measured as 100 to 200 ns too much: a hold-up that left a few calls a turn.
    @Test(arguments: [1.1e-3, 1.5e-3, 2.5e-3])
    func shortHoldUpOfTheFirstRun(_ seconds: Double) throws {
        let time = FakeTime()
        var longest = 0
        let samples = try measure(time) { run, calls in
            if run == 0 { time.pass(seconds) }
            longest = max(longest, calls)
            return 1
        }
        #expect(samples.allSatisfy(isRight), "\(samples)")
        #expect(longest > 200_000)
    }

    @Test func aCoreThatBecomesTenTimesAsFast() throws {
        let time = FakeTime()
        var last = 0
        let samples = try measure(time) { run, calls in
            last = calls
            return run < 30 ? 1 : 0.1
        }
        #expect(isRight(10 * samples[14]))
        #expect(last > 2_000_000)
    }

    @Test func aMachineThatIsNeverSteadyIsMeasuredAllTheSame() throws {
        let time = FakeTime()
        var runs = 0
        let samples = try measure(time) { run, _ in
            runs += 1
            return run.isMultiple(of: 2) ? 1 : 30
        }
        #expect(samples.count == 15)
        #expect(runs < 15 * 200)
    }
}
