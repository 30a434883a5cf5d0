// SPDX-License-Identifier: Apache-2.0

/// What both the test targets and the self-test program run: a function that checks things and needs
/// neither Foundation nor Testing, so that it runs on every system that the library builds for.
package struct SelfTestCase: Sendable, CustomStringConvertible {
    package let name: String
    private let body: @Sendable (inout Checks, Effort) throws -> Void

    package var description: String { name }

    init(_ name: String, _ body: @escaping @Sendable (inout Checks, Effort) throws -> Void) {
        self.name = name
        self.body = body
    }

    package func run(_ effort: Effort) -> Checks {
        var checks = Checks()
        do {
            try body(&checks, effort)
        } catch {
            checks.check(false, "threw \(error)")
        }
        if checks.passedCount == 0 && checks.failures.isEmpty {
            checks.check(false, "nothing was checked")
        }
        return checks
    }
}

/// How many random inputs a case takes.
package enum Effort: Sendable {
    /// What a CPU does in seconds.
    case full
    /// A fraction of it, for a CPU that a program imitates.
    case emulated

    func pick(_ full: Int, emulated: Int) -> Int { self == .full ? full : emulated }
}

/// What held, counted, and what did not.
package struct Checks: Sendable {
    package private(set) var passedCount = 0
    package private(set) var failures: [String] = []

    mutating func check(
        _ holds: Bool,
        _ what: @autoclosure () -> String = "",
        function: StaticString = #function,
        line: UInt = #line
    ) {
        if holds {
            passedCount += 1
        } else {
            failures.append("\(function), line \(line): \(what())")
        }
    }

    /// Checks that `body` throws this error.
    mutating func checkThrows<Failure: Error & Equatable>(
        _ expected: Failure,
        line: UInt = #line,
        _ body: () throws(Failure) -> Void
    ) {
        do throws(Failure) {
            try body()
            check(false, "no error", line: line)
        } catch {
            check(error == expected, "\(error)", line: line)
        }
    }
}
