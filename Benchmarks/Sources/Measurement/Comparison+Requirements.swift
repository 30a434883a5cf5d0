// SPDX-License-Identifier: Apache-2.0

/// Why results say nothing of each other.
public struct Incomparable: Error, CustomStringConvertible {
    public let description: String
}

extension Comparison {
    /// Throws unless both are times of a release build on one machine.
    static func requireComparable(
        _ base: ResultFile,
        _ head: ResultFile
    ) throws(Incomparable) {
        let properties: [(name: String, of: (ResultFile.Machine) -> String?)] = [
            ("name", { $0.name }), ("architecture", { $0.architecture }), ("cpu", { $0.cpu }),
            ("processors", { $0.processorCount.map(String.init) }),
            ("virtualized", { $0.virtualized.map(String.init) }),
            ("emulated", { String($0.emulated) }),
        ]
        for property in properties {
            // What is not recorded is not known to differ.
            guard let before = property.of(base.machine), let after = property.of(head.machine),
                before != after
            else { continue }
            throw Incomparable(
                description: "the results are of different machines: "
                    + "\(property.name) \(before) and \(after); handshake-bench report sets machines "
                    + "side by side"
            )
        }
        if base.machine.emulated {
            throw Incomparable(description: "the results are an emulator's, which have no times")
        }
        for file in [base, head] where file.build.configuration != "release" {
            throw Incomparable(
                description:
                    "a result is of a \(file.build.configuration) build, which says nothing"
            )
        }
    }

    /// What is to be said of files whose runs were interrupted.
    static func notes(base: ResultFile, head: ResultFile) -> [String] {
        [("base", base), ("head", head)].compactMap { name, file in
            file.interrupted.map {
                "The run of the \(name) was interrupted: it has not all of its "
                    + "\($0.plannedWorkloads) workloads."
            }
        }
    }

    static func requireRows(_ rows: [Row]) throws(Incomparable) {
        if rows.isEmpty {
            throw Incomparable(
                description: "the two have no workload of ours in common that was measured with "
                    + "the same key: measure both with the same --filter and --key"
            )
        }
    }
}
