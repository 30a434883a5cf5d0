// SPDX-License-Identifier: Apache-2.0

/// Runs groups and says what came of them.
struct Run {
    private let options: Options
    private let keys = Keys()
    private var state: State
    private let clock = ContinuousClock()
    /// How many cases of a group are enough to plant a fault of each kind in them.
    private static let plantedCaseCount = 500

    init(_ options: Options, state: State) {
        self.options = options
        self.state = state
    }

    /// Plants faults in each group's answers. Whether all of them were found.
    mutating func findsPlantedFaults(_ groups: [Group]) throws -> Bool {
        var missedCount = 0
        for group in groups {
            var comparison = Comparison(plantsFaults: true)
            let count = min(options.caseCount ?? group.shortCount, Self.plantedCaseCount)
            let duration = try run(group, 0..<count, &comparison) { _, _ in }
            let isFound =
                comparison.mismatches.count == comparison.planted.count
                && comparison.planted.count > 0
            if !isFound { missedCount += 1 }
            tell(
                isFound ? "found" : "MISSED",
                group,
                "\(comparison.mismatches.count) of \(comparison.planted.count) planted faults found",
                duration
            )
        }
        return missedCount == 0
    }

    /// Compares the answers of each group. Whether nothing differs, here and in what was done before.
    mutating func isRight(_ groups: [Group]) throws -> Bool {
        var total = State.Counts()
        var isRight = true
        for group in groups {
            let counts = try run(group)
            total.add(counts)
            let comparedNothing = counts.cases > 0 && counts.answers == 0
            if counts.mismatches > 0 || comparedNothing { isRight = false }
        }
        print(
            "\(groups.count) groups, \(total.cases) cases, \(total.answers) answers compared with",
            "\(Libcrypto.version): \(total.mismatches) differ"
        )
        return isRight
    }

    /// Runs what is left of a group. All that was done of it, also by runs before.
    private mutating func run(_ group: Group) throws -> State.Counts {
        let before = state.counts(group.name)
        var counts = before
        var comparison = Comparison(plantsFaults: false)
        let wantedCount =
            options.caseCount ?? (options.isLong ? group.longCount : group.shortCount)
        let numbers =
            options.only.map { $0..<($0 + 1) } ?? before.cases..<max(before.cases, wantedCount)
        let duration = try run(group, numbers, &comparison) { doneCount, comparison in
            counts = before
            counts.add(
                State.Counts(
                    cases: doneCount,
                    answers: comparison.count,
                    mismatches: comparison.mismatches.count
                )
            )
            // A single case is no progress.
            if options.only == nil { try state.set(group.name, counts) }
        }
        tell(
            counts.mismatches == 0 ? "equal" : "DIFFERS",
            group,
            "\(counts.cases) cases, \(counts.answers) answers, \(counts.mismatches) differ",
            duration
        )
        for rule in KnownRule.allCases {
            if let count = comparison.known[rule] {
                print("        known, \(count) times: \(rule.rawValue)")
            }
        }
        return counts
    }

    /// Runs cases; `save` is called with how many are done, now and then and in the end. How long it took.
    private func run(
        _ group: Group,
        _ numbers: Range<Int>,
        _ comparison: inout Comparison,
        save: (Int, Comparison) throws -> Void
    ) throws -> Duration {
        let start = clock.now
        var interval = Duration.seconds(2)
        var savedAt = start
        for number in numbers {
            let oldCount = comparison.mismatches.count
            var draw = Draw(seed: options.seed, group: group.name, number: number)
            do {
                try group.run(&draw, &comparison, keys)
            } catch {
                comparison.fail("threw \(error)")
            }
            if !comparison.plantsFaults {
                let place = "\(group.name), seed \(options.seed), case \(number)"
                for mismatch in comparison.mismatches[oldCount...] {
                    print("DIFFERS \(place): \(mismatch)")
                }
            }
            if clock.now - savedAt > interval {
                (savedAt, interval) = (clock.now, .seconds(10))
                try save(number + 1 - numbers.lowerBound, comparison)
                progress("  \(group.name): \(number + 1) of \(numbers.upperBound) cases")
            }
        }
        try save(numbers.count, comparison)
        return clock.now - start
    }

    private func tell(_ outcome: String, _ group: Group, _ counts: String, _ duration: Duration) {
        print(
            outcome.padding(7),
            group.name.padding(24),
            "\(counts), \(Int(duration / .milliseconds(1))) ms"
        )
        flushOutput()
    }
}

extension String {
    fileprivate func padding(_ count: Int) -> String {
        self + String(repeating: " ", count: max(0, count - self.count))
    }
}
