// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Names of application protocols (RFC 7301), as they are written with commas between them.
struct ApplicationProtocols {
    /// What the extension has room for in one name, and in all of them with a byte each for their
    /// lengths.
    private static let maximumNameByteCount = 255
    private static let maximumListByteCount = 65_535

    let names: [String]

    init(_ text: String) throws {
        names = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
        let isFitting = names.reduce(0) { $0 + $1.utf8.count + 1 } <= Self.maximumListByteCount
        guard isFitting,
            names.allSatisfy({ (1...Self.maximumNameByteCount).contains($0.utf8.count) })
        else {
            throw ValidationError(
                "the names of protocols have 1 to 255 bytes, and commas between them, such as "
                    + "h2,http/1.1"
            )
        }
    }
}
