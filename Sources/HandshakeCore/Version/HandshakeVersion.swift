// SPDX-License-Identifier: Apache-2.0

/// Which version of this library a program has.
public enum HandshakeVersion {
    /// A semantic version: this release's or, between two of them, the next one's.
    ///
    /// `handshake --version`, `handshake-bench --version` and result files tell the same one.
    public static let current = "1.0.0-rc.1"
}
