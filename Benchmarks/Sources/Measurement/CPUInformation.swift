// SPDX-License-Identifier: Apache-2.0

private import Foundation

/// What Linux's /proc/cpuinfo says of the first processor.
package struct CPUInformation {
    private var fields: [String: String] = [:]

    package init(_ text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            if parts.count == 2, fields[name] == nil {
                fields[name] = parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
    }

    /// This machine's; without any field where there is no such file.
    static var current: CPUInformation {
        CPUInformation((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "")
    }

    package subscript(name: String) -> String? { fields[name] }

    /// A number, decimal or with 0x in front.
    func number(_ name: String) -> Int? {
        guard let text = fields[name] else { return nil }
        return text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
    }
}
