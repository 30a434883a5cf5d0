// SPDX-License-Identifier: Apache-2.0

/// A libcrypto, or crypto_mb, given on the command line: NAME=PATH.
public struct AdditionalPeer: Sendable, Equatable {
    public let name: String
    public let path: String

    /// nil: not of the form NAME=PATH with both parts there and a name that results can carry
    /// (letters, digits, '.', '-', '_').
    public init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
            )
        else { return nil }
        name = String(parts[0])
        path = String(parts[1])
    }
}
