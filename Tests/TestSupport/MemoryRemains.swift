// SPDX-License-Identifier: Apache-2.0

private import CStackInspection

/// A search for secrets in all memory that this process can write to. Not for two at a time: what is
/// looked for is kept once.
public enum MemoryRemains {
    /// Whether memory can be looked at: not on every system, and not with a sanitizer.
    public static var works: Bool { memory_inspection_works() != 0 }

    public static func forgetAll() { memory_windows_clear() }

    /// Looks for value number `index`, below eight, too: for any 16 bytes in a row, or reversed.
    public static func add(_ index: Int, _ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe memory_windows_add(index, bytes.baseAddress, bytes.count)
        }
    }

    /// How often each value's windows are found; nil where the look failed.
    public static func counts() -> [Int]? {
        var counts = [Int](repeating: 0, count: Int(MEMORY_VALUES))
        return unsafe memory_inspect(&counts) != 0 ? counts : nil
    }
}
