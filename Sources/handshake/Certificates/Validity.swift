// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// From when to when a new certificate is valid.
struct Validity {
    /// Clocks differ: a certificate is valid a little before it was made.
    private static let leeway: TimeInterval = 300

    let start: Date
    let end: Date

    init(days: Days) {
        let now = Date()
        start = now - Self.leeway
        end = now + TimeInterval(days.count) * 86_400
    }

    /// A number of days that a certificate can be valid for.
    struct Days: ExpressibleByArgument, CustomStringConvertible {
        let count: Int

        init(_ count: Int) { self.count = count }

        init?(argument: String) {
            guard let count = Int(argument), (1...36_500).contains(count) else { return nil }
            self.count = count
        }

        var description: String { String(count) }
    }
}

extension Date {
    /// Such as 2027-03-09 17:05:11 UTC.
    var inUniversalTime: String {
        formatted(.iso8601).replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}
