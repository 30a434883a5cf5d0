// SPDX-License-Identifier: Apache-2.0

internal import CExecutionTrace
internal import TestSupport

/// Two classes of input to one operation, whose times are to be the same.
struct TimedComparison {
    let name: String
    /// Whether an operation takes hundreds of microseconds: it is timed less often in the short run.
    var isLong = false
    /// Inputs of the first class and of the second, and what is done with one. An input is copied to one
    /// place before its time begins.
    let make: () throws -> (first: [[UInt8]], second: [[UInt8]], run: (Span<UInt8>) throws -> Void)

    /// What the times come to.
    struct Result {
        let sampleCount: Int
        /// Between the two classes, and between the first and itself.
        let t, noise: Double

        /// Of a class against itself, |t| is above this once in 100,000 times.
        private static let bound = 4.5

        var showsDifference: Bool { t >= max(Self.bound, noise) }
    }

    /// A difference is one if it shows three times in a row, with inputs that lie elsewhere each time: a
    /// noisy machine and a place in memory show it once.
    func result(sampleCount: Int) throws -> Result {
        for _ in 0..<2 {
            let result = try oneResult(sampleCount: sampleCount)
            guard result.showsDifference else { return result }
        }
        return try oneResult(sampleCount: sampleCount)
    }

    /// Times `sampleCount` runs of each class, and as many again of the first, in random order.
    private func oneResult(sampleCount: Int) throws -> Result {
        let (first, second, run) = try make()
        // The first class is there twice, in other memory: each of the three is as warm in the caches.
        let classes = [first, first.map { copy(of: $0) }, second]
        var times = classes.map { _ in [Int64]() }
        for index in times.indices { times[index].reserveCapacity(sampleCount) }
        var block = TimedBlock()
        var generator = SeededGenerator(seed: 0)
        var input = first[0]
        // What is slower before caches and clock are warm is not counted.
        var remainingWarmUp = sampleCount / 20
        while times.contains(where: { $0.count < sampleCount }) {
            let index = Int.random(in: classes.indices, using: &generator)
            let source = classes[index].randomElement(using: &generator)!
            for place in input.indices { input[place] = source[place] }
            let start = cycle_counter()
            try run(input.span)
            let end = cycle_counter()
            if remainingWarmUp > 0 {
                remainingWarmUp -= 1
                continue
            }
            block.append(Int64(truncatingIfNeeded: end &- start), class: index)
            if block.isFull { block.move(to: &times) }
        }
        return Result(
            sampleCount: times.map(\.count).min() ?? 0,
            t: WelchTest.largestT(times[0], times[2]),
            noise: WelchTest.largestT(times[0], times[1])
        )
    }
}

/// What was timed one after the other. A neighbour who comes or goes, or a clock that changes, moves all of
/// a block: its times count as distances from its median, whatever their class.
private struct TimedBlock {
    private static let count = 64

    private var times: [(time: Int64, classIndex: Int)] = []

    var isFull: Bool { times.count == Self.count }

    mutating func append(_ time: Int64, class classIndex: Int) {
        times.append((time, classIndex))
    }

    /// To each class its own.
    mutating func move(to classes: inout [[Int64]]) {
        let median = times.map(\.time).sorted()[times.count / 2]
        for (time, classIndex) in times { classes[classIndex].append(time - median) }
        times.removeAll(keepingCapacity: true)
    }
}
