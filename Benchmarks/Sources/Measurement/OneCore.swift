// SPDX-License-Identifier: Apache-2.0

private import CCores

/// Keeps what is compared on one core: cores of a machine differ, by their kind or by what else runs
/// on them, and handing work from one to another has a price of its own.
public enum OneCore {
    /// Calls `body` with this thread, and the threads that it starts, on the core that it is on. They
    /// run where they would have if the system has no such call, or refuses it.
    public static func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        var before = cores_mask()
        let isKept = unsafe cores_keep_to_one(&before)
        defer { if isKept { unsafe cores_allow(&before) } }
        return try body()
    }
}
