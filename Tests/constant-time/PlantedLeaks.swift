// SPDX-License-Identifier: Apache-2.0

internal import CExecutionTrace
internal import TestSupport

/// Leaks on purpose: a comparison that does not find one of them finds nothing.
enum PlantedLeaks {
    private static let secretCount = 16

    /// Whether each is found, at its place and nowhere else.
    static func areFound() -> Bool {
        var count: Int32 = 0
        let leaks = unsafe UnsafeBufferPointer(start: planted_leaks(&count), count: Int(count))
        var areFound = true
        for index in leaks.indices {
            let leak = unsafe leaks[index]
            let function = unsafe String(cString: leak.function)
            let differences = unsafe differences(leak.leak)
            let isFound =
                !differences.isEmpty
                && differences.allSatisfy { unsafe $0.kind == leak.kind && $0.function == function }
            print(isFound ? "found  " : "MISSED ", unsafe String(cString: leak.name))
            for difference in isFound ? [] : differences { print("         \(difference)") }
            areFound = areFound && isFound
        }
        let differences = differences(planted_no_leak)
        print(differences.isEmpty ? "equal  " : "DIFFERS", "code without a leak")
        for difference in differences { print("         \(difference)") }
        return areFound && differences.isEmpty
    }

    private static func differences(_ function: @escaping @convention(c) (UInt64) -> UInt64)
        -> [Difference]
    {
        let operation = Operation(name: "planted leak", kernel: "C") { secret in
            var generator = SeededGenerator(secret: secret)
            let number = generator.next()
            return { _ = function(number) }
        }
        return Comparison.all(operation, secretCount: secretCount).flatMap(\.differences)
    }
}
