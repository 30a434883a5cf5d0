// SPDX-License-Identifier: Apache-2.0

internal import CExecutionTrace
internal import HandshakeCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#endif

/// Compares runs of each operation with different secrets, instruction by instruction, or their times:
/// what `scripts/check-constant-time` runs. docs/constant-time.md says what that finds.
///
///     constant-time --planted                           whether planted leaks are found
///     constant-time [--filter TEXT] --secrets NUMBER    every operation
///     constant-time [--filter TEXT] --short             most of them, with few secrets
///     constant-time --times NUMBER NUMBER               times of operations, with planted leaks, so often
///                                                       where they take up to some microseconds or more, and
///                                                       up to four times as often where that hides a leak
@main struct Main {
    private static let shortSecretCount = 3

    static func main() {
        guard CPUFeatures.unknownDisabledNames.isEmpty else {
            stop("HANDSHAKE_CPU_DISABLE: unknown \(CPUFeatures.unknownDisabledNames)")
        }
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.count == 3, arguments[0] == "--times" {
            guard let count = Int(arguments[1]), let longCount = Int(arguments[2]) else {
                stop("constant-time: no numbers: \(arguments.dropFirst())")
            }
            exit(areTimesEqual(count, longCount) ? 0 : 1)
        }
        guard execution_trace_is_available() else { stop("runs are traced on x86_64 Linux only") }
        if arguments == ["--planted"] { exit(PlantedLeaks.areFound() ? 0 : 1) }

        var operations = Operation.all
        if arguments.count > 1, arguments[0] == "--filter" {
            operations.removeAll { !"\($0.name) \($0.kernel)".contains(arguments[1]) }
            arguments.removeFirst(2)
        }
        if arguments == ["--short"] {
            operations.removeAll(where: \.isForLongRuns)
            exit(areEqual(operations, secretCount: shortSecretCount) ? 0 : 1)
        }
        guard arguments.count == 2, arguments[0] == "--secrets", let count = Int(arguments[1]),
            count >= 2
        else { stop("usage: constant-time --planted | [--filter TEXT] --secrets NUMBER | --short") }
        exit(areEqual(operations, secretCount: count) ? 0 : 1)
    }

    private static func areEqual(_ operations: [Operation], secretCount: Int) -> Bool {
        let reports = operations.map { operation in
            let report = Report(operation, secretCount: secretCount)
            report.print()
            return report
        }
        for difference in KnownDifference.all {
            let count = reports.count { report in
                report.known.contains { $0.function == difference.function }
            }
            if count > 0 {
                print("known, in \(count): \(difference.function): \(difference.because)")
            }
        }
        for kernel in Report.missingKernels { print("not run, as this CPU cannot: \(kernel)") }
        let differentCount = reports.count { !$0.failures.isEmpty }
        let comparisonCount = reports.reduce(0) { $0 + $1.comparisons.count }
        print(
            "\(reports.count) operations, \(comparisonCount) comparisons:",
            "\(differentCount) operations differ"
        )
        return differentCount == 0 && !reports.isEmpty
    }

    /// How often the times of planted leaks may be doubled in number.
    private static let maximumDoublingCount = 2

    /// Whether planted leaks show in the times, and nothing else does. A noisy machine hides a leak that a
    /// quiet one shows: what it takes to find the planted ones is how often the others are timed.
    private static func areTimesEqual(_ count: Int, _ longCount: Int) -> Bool {
        var counts = [false: count, true: longCount]
        func result(_ comparison: TimedComparison) -> TimedComparison.Result? {
            do {
                return try comparison.result(sampleCount: counts[comparison.isLong] ?? count)
            } catch {
                print("FAILED \(comparison.name): \(error)")
                return nil
            }
        }
        func say(_ word: String, _ comparison: TimedComparison, _ result: TimedComparison.Result) {
            print(
                "\(word) \(comparison.name): |t| \(result.t.rounded(toPlaces: 2)),",
                "of one class with itself \(result.noise.rounded(toPlaces: 2)),",
                "\(result.sampleCount) times each"
            )
        }
        func isFound(_ comparison: TimedComparison) -> Bool {
            for doubling in 0... {
                guard let result = result(comparison) else { return false }
                let isFound = result.showsDifference
                let isLast = isFound || doubling == maximumDoublingCount
                say(isFound ? "found " : isLast ? "MISSED" : "hidden", comparison, result)
                if isLast { return isFound }
                counts[comparison.isLong, default: count] *= 2
            }
            return false
        }
        func isEqual(_ comparison: TimedComparison) -> Bool {
            guard let result = result(comparison) else { return false }
            say(result.showsDifference ? "DIFFERS" : "equal  ", comparison, result)
            return !result.showsDifference
        }
        let missedCount = TimedComparison.planted.count { !isFound($0) }
        let differentCount = TimedComparison.all.count { !isEqual($0) }
        return missedCount == 0 && differentCount == 0
    }

    private static func stop(_ message: String) -> Never {
        print(message)
        exit(2)
    }
}

extension Double {
    fileprivate func rounded(toPlaces count: Int) -> Double {
        var scale = 1.0
        for _ in 0..<count { scale *= 10 }
        return (self * scale).rounded() / scale
    }
}
