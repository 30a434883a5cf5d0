// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// From when to when a new certificate is valid.
struct Validity {
    /// Clocks differ: a certificate is valid a little before it was made.
    private static let leeway: TimeInterval = 300

    let start: Date
    let end: Date

    init(until end: Date, from now: Date = Date()) {
        start = now - Self.leeway
        self.end = end
    }
}

/// How long a new certificate is valid.
struct ValidityOptions: ParsableArguments {
    @Option(
        help: """
            How many days it is valid. (default: 397, and 3650 for an authority)
            """,
        transform: { try Lifetime("\($0)d") }
    )
    var days: Lifetime?

    @Option(
        name: .customLong("valid"),
        help: "How long it is valid: a number of days or hours, such as 90d or 12h.",
        transform: { try Lifetime($0) }
    )
    var lifetime: Lifetime?

    @Option(
        help: """
            When it ends: a day, whose last second (UTC) it is, or a time, such as 2027-03-09 or \
            2027-03-09T17:00:00Z.
            """,
        transform: { try LastMoment($0) }
    )
    var notAfter: LastMoment?

    func validate() throws {
        let count = [days != nil, lifetime != nil, notAfter != nil].count { $0 }
        guard count < 2 else {
            throw ValidationError("--days, --valid and --not-after say the same thing: give one")
        }
    }

    /// From now on, for so many days if nothing was said.
    func validity(defaultDays: Int) -> Validity {
        let now = Date()
        if let notAfter { return Validity(until: notAfter.date, from: now) }
        let lifetime = lifetime ?? days ?? Lifetime(dayCount: defaultDays)
        return Validity(until: now + lifetime.seconds, from: now)
    }
}

/// A number of days or hours that a certificate can be valid for.
struct Lifetime {
    private static let maximumDayCount = 36_500

    let seconds: TimeInterval

    init(dayCount: Int) { seconds = TimeInterval(dayCount) * 86_400 }

    init(_ text: String) throws {
        let unit: TimeInterval
        switch text.last {
        case "d": unit = 86_400
        case "h": unit = 3_600
        default: throw Self.error
        }
        let digits = text.dropLast()
        // No sign, and no more than there can be.
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(digits),
            count > 0, TimeInterval(count) * unit <= TimeInterval(Self.maximumDayCount) * 86_400
        else { throw Self.error }
        seconds = TimeInterval(count) * unit
    }

    private static let error = ValidationError(
        "a certificate is valid for 1 to \(maximumDayCount) days, or as many hours, such as 90d or 12h"
    )
}

/// The last second of a certificate, in the future.
struct LastMoment {
    let date: Date

    init(_ text: String) throws {
        let style = Date.ISO8601FormatStyle()
        let isDay = text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
        guard let date = try? style.parse(isDay ? "\(text)T23:59:59Z" : text),
            // A date that is none, such as 2027-02-30, is taken for another one.
            !isDay || date.formatted(style).hasPrefix(text)
        else {
            throw ValidationError("a time is written as 2027-03-09 or 2027-03-09T17:00:00Z (UTC)")
        }
        guard date > Date() else {
            throw ValidationError("that is in the past: the certificate would have expired")
        }
        self.date = date
    }
}

extension Date {
    /// Such as 2027-03-09 17:05:11 UTC.
    var inUniversalTime: String {
        formatted(.iso8601).replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}
