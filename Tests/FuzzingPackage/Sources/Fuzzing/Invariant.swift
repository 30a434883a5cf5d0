// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// What has to hold beside that nothing traps.
enum Invariant {
    static func holds(_ condition: Bool, _ text: String) {
        // `scripts/fuzz --check` has one after the other inverted, to see that each is looked at.
        if condition == Plant.inverts(text) { fails(text) }
    }

    static func fails(_ text: String) -> Never { fatalError("does not hold: \(text)") }
}

/// The fault that `scripts/fuzz --check` puts in, to see that it is found.
enum Plant {
    private static let name = ProcessInfo.processInfo.environment["FUZZ_PLANT"]
    private static let isTrap = name == "trap"
    /// Nothing fails before the first input, since no input could be kept.
    private static let hasInput = Atomic(false)

    static func begin() { hasInput.store(true, ordering: .relaxed) }

    static func inverts(_ text: String) -> Bool {
        name == text && hasInput.load(ordering: .relaxed)
    }

    static func trap(on input: [UInt8]) {
        guard isTrap, input.count > 3 else { return }
        // One byte after the other, which is what coverage can find.
        if input[0] == 0xFA, input[1] == 0x11, input[2] == 0xED { fatalError("the planted trap") }
    }
}
