// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The vectors that `scripts/extended-vectors` fetches into the folder that the environment
/// variable HANDSHAKE_EXTENDED_VECTORS names.
enum ExtendedVectors {
    static let folder = ProcessInfo.processInfo.environment["HANDSHAKE_EXTENDED_VECTORS"]

    static func load(_ name: String) throws -> [ExtendedCase] {
        let file = URL(filePath: folder!).appending(path: "\(name).json")
        return try JSONDecoder().decode([[String: String]].self, from: Data(contentsOf: file))
            .map(ExtendedCase.init)
    }
}

/// One case: byte strings in hexadecimal, names and numbers.
struct ExtendedCase: Sendable {
    let fields: [String: String]

    init(_ fields: [String: String]) { self.fields = fields }

    /// Traps on a field that is missing: the vectors are part of the tests' source.
    subscript(text name: String) -> String { fields[name]! }

    subscript(name: String) -> [UInt8] { [UInt8](hexadecimal: fields[name]!) }

    var isValid: Bool { fields["result"] == "valid" }
}

/// How many cases of a set were run and how many the library refused, as it has to.
struct Tally {
    var runCount = 0
    var refusedCount = 0

    mutating func count(isRun: Bool) {
        if isRun { runCount += 1 } else { refusedCount += 1 }
    }

    func report(_ name: String) {
        print("\(name): \(runCount.formatted()) run, \(refusedCount.formatted()) refused")
    }
}

extension Trait where Self == ConditionTrait {
    static var needsExtendedVectors: Self {
        .enabled(
            if: ExtendedVectors.folder != nil,
            "run scripts/test --extended, which fetches the vectors"
        )
    }
}
