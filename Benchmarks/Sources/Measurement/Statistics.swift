// SPDX-License-Identifier: Apache-2.0

/// The median of a sample and an interval that holds the true median with at least 95 %
/// probability, whatever the distribution: its ends are order statistics, chosen by the binomial
/// distribution (the number of samples below the median is binomial with p = ½).
public struct Estimate: Sendable, Equatable {
    public var median: Double
    public var low: Double
    public var high: Double

    /// The estimate from `samples`, at least one. Below six samples no two order statistics reach
    /// 95 %: the interval is then the whole range.
    public init(samples: [Double]) {
        let sorted = samples.sorted()
        let count = sorted.count
        median = Self.median(ofSorted: sorted)
        let rank = Self.intervalRank(sampleCount: count)
        low = sorted[rank - 1]
        high = sorted[count - rank]
    }

    public init(median: Double, low: Double, high: Double) {
        self.median = median
        self.low = low
        self.high = high
    }

    /// The quotient, with an interval that holds it if both intervals hold.
    func divided(by other: Estimate) -> Estimate {
        Estimate(
            median: median / other.median,
            low: low / other.high,
            high: high / other.low
        )
    }

    func divided(by number: Double) -> Estimate {
        divided(by: Estimate(median: number, low: number, high: number))
    }

    /// The median of `samples`, at least one.
    public static func median(_ samples: [Double]) -> Double {
        median(ofSorted: samples.sorted())
    }

    private static func median(ofSorted sorted: [Double]) -> Double {
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The largest rank r, at least 1, for which the interval from the r-th smallest to the r-th
    /// largest sample covers the median with at least 95 %: 1 − 2·P(X < r), X ~ B(count, ½).
    package static func intervalRank(sampleCount count: Int) -> Int {
        var term = 1.0  // binomial coefficient, scaled by 2^−count at once to stay in range
        for _ in 0..<count { term /= 2 }
        var below = 0.0
        var rank = 0
        while rank < (count + 1) / 2 {
            below += term  // P(X ≤ rank)
            if 2 * below > 0.05 { break }
            term *= Double(count - rank) / Double(rank + 1)
            rank += 1
        }
        return max(rank, 1)
    }
}
