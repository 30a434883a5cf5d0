// SPDX-License-Identifier: Apache-2.0

import Measurement
import Testing

@Suite struct StatisticsTests {
    @Test func medianOfOddAndEvenCounts() {
        #expect(Estimate.median([3, 1, 2]) == 2)
        #expect(Estimate.median([4, 1, 3, 2]) == 2.5)
        #expect(Estimate.median([7]) == 7)
    }

    /// The ranks of a 95 % interval for the median, from tables of the binomial distribution.
    @Test(arguments: [(5, 1), (6, 1), (8, 1), (9, 2), (15, 4), (20, 6), (41, 14), (100, 40)])
    func ranksAreTheTables(_ sampleCount: Int, _ rank: Int) {
        #expect(Estimate.intervalRank(sampleCount: sampleCount) == rank)
    }

    @Test func intervalIsMadeOfOrderStatistics() {
        let estimate = Estimate(samples: (1...15).map(Double.init).shuffled())
        #expect(estimate == Estimate(median: 8, low: 4, high: 12))
    }

    /// The interval covers the true median as often as it says, of a skewed distribution too.
    @Test(arguments: [7, 15, 41])
    func coverage(_ sampleCount: Int) {
        var generator = SplitMix(state: UInt64(sampleCount))
        let trials = 4000
        var covered = 0
        for _ in 0..<trials {
            // The square of a uniform number: its median is ¼.
            let samples = (0..<sampleCount).map { _ in
                let uniform = Double.random(in: 0..<1, using: &generator)
                return uniform * uniform
            }
            let estimate = Estimate(samples: samples)
            if estimate.low <= 0.25 && 0.25 <= estimate.high { covered += 1 }
        }
        // 95 %, less four standard deviations of what 4,000 trials show.
        #expect(Double(covered) / Double(trials) > 0.936)
    }
}

/// Numbers that are the same on every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
