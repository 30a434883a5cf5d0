// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
private import Glibc
#elseif canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#endif

/// Whether two classes of times have one mean: Welch's t-test.
///
/// Times have a long tail, of interrupts, that hides a difference and is none. The test is therefore made
/// of all times, and of those alone that are below each of several percentiles of both classes (as dudect
/// does; Reparaz, Balasch and Verbauwhede, 2017): the largest |t| counts.
enum WelchTest {
    private static let percentiles = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]

    static func largestT(_ first: [Int64], _ second: [Int64]) -> Double {
        let sorted = (first + second).sorted()
        guard let last = sorted.last else { return 0 }
        return percentiles.map { percentile in
            let index = Int(percentile * Double(sorted.count))
            let bound = index < sorted.count ? sorted[index] : last
            return abs(t(Moments(first, upTo: bound), Moments(second, upTo: bound)))
        }.max() ?? 0
    }

    private static func t(_ first: Moments, _ second: Moments) -> Double {
        let variance = first.variance / first.count + second.variance / second.count
        let difference = first.mean - second.mean
        // Times that are all the same tell two classes apart for certain, if they are not one time.
        guard variance > 0 else { return difference == 0 ? 0 : .infinity }
        return difference / variance.squareRoot()
    }

    private struct Moments {
        private(set) var count = 0.0
        private(set) var mean = 0.0
        private var squares = 0.0

        init(_ times: [Int64], upTo bound: Int64) {
            for time in times where time <= bound {
                count += 1
                let difference = Double(time) - mean
                mean += difference / count
                squares += difference * (Double(time) - mean)
            }
        }

        var variance: Double { count > 1 ? squares / (count - 1) : 0 }
    }
}
