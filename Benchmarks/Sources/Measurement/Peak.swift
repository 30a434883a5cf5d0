// SPDX-License-Identifier: Apache-2.0

private import CPeaks

/// The best rate that register-only code reaches on this CPU for an instruction mix.
public struct Peak: Sendable {
    public let name: String
    /// What its units are: "64 bytes", "512-bit multiply-adds".
    public let unit: String
    /// The instructions of a unit.
    public let mix: String
    private let index: Int
    private let unitsPerIteration: Int

    /// Every peak of this architecture; the CPU need not have the instructions.
    public static let all: [Peak] = {
        var count = 0
        let table = unsafe handshake_peaks(&count)
        return (0..<count).map { index in
            let entry = unsafe table![index]
            return unsafe Peak(
                name: String(cString: entry.name),
                unit: String(cString: entry.unit),
                mix: String(cString: entry.mix),
                index: index,
                unitsPerIteration: Int(entry.units_per_iteration)
            )
        }
    }()

    /// The peak called `name`, if this architecture has it.
    public static func named(_ name: String) -> Peak? { all.first { $0.name == name } }

    /// The peak as a subject to be timed: an operation is one unit. The CPU must have the peak's
    /// instructions: take the peak of a kernel that runs.
    public var subject: Subject {
        let index = index
        return Subject(name: name, operationsPerCall: unitsPerIteration) { calls in
            var count = 0
            unsafe handshake_peaks(&count)![index].run(UInt64(calls))
        }
    }
}
