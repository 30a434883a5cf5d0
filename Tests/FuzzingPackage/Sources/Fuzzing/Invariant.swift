// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What has to hold beside that nothing traps.
enum Invariant {
    static func holds(_ condition: Bool, _ text: String) {
        if condition == Plant.invertsInvariants { fatalError("does not hold: \(text)") }
    }

    static func fails(_ text: String) -> Never { fatalError("does not hold: \(text)") }
}

/// Faults that `scripts/fuzz --check` puts in, to see that they are found.
enum Plant {
    private static let name = ProcessInfo.processInfo.environment["FUZZ_PLANT"]
    private static let trapsOnPrefix = name == "trap"
    static let invertsInvariants = name == "invariant"

    static func trap(on input: [UInt8]) {
        guard trapsOnPrefix, input.count > 3 else { return }
        // One byte after the other, which is what coverage can find.
        if input[0] == 0xFA, input[1] == 0x11, input[2] == 0xED { fatalError("the planted trap") }
    }
}
