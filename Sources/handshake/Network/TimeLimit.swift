// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import NIOCore

/// A number of seconds that something may take.
struct TimeLimit {
    private static let allowed = 1...86_400

    let amount: TimeAmount

    init(_ text: String) throws {
        guard let count = Int(text), Self.allowed.contains(count) else {
            throw ValidationError(
                "a time is a number of seconds, from \(Self.allowed.lowerBound) to "
                    + "\(Self.allowed.upperBound)"
            )
        }
        amount = .seconds(Int64(count))
    }
}
