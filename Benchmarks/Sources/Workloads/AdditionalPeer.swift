// SPDX-License-Identifier: Apache-2.0

/// A libcrypto, or crypto_mb, given on the command line: NAME=LIBCRYPTO or NAME=LIBCRYPTO,LIBSSL.
public struct AdditionalPeer: Sendable, Equatable {
    public let name: String
    public let path: String
    /// nil: the libssl beside it, if there is one.
    public let libsslPath: String?

    public init(name: String, path: String, libsslPath: String? = nil) {
        self.name = name
        self.path = path
        self.libsslPath = libsslPath
    }

    /// nil: not of one of the two forms with all parts there and a name that results can carry
    /// (letters, digits, '.', '-', '_'). A comma in a path cannot be told from the one between two.
    public init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
            )
        else { return nil }
        let paths = parts[1].split(separator: ",", omittingEmptySubsequences: false)
        guard paths.count <= 2, paths.allSatisfy({ !$0.isEmpty }) else { return nil }
        name = String(parts[0])
        path = String(paths[0])
        libsslPath = paths.count == 2 ? String(paths[1]) : nil
    }
}
