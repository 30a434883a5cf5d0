// SPDX-License-Identifier: Apache-2.0

private import CAllocationCounter

/// The memory that something has allocated with an alignment, and holds: for a key of this library, all
/// its numbers and what its kernel has prepared. For faults: bits are turned in it behind the owner's back.
@safe public struct AlignedBlocks: @unchecked Sendable {
    /// Whether blocks are recorded: where allocations are counted.
    public static var areRecorded: Bool { allocation_counter_works() != 0 }

    private let words: [UnsafeMutablePointer<UInt64>]

    /// Calls `body`, and answers with what it has allocated on this thread and not freed.
    public static func recorded<Result>(
        _ body: () throws -> Result
    ) rethrows -> (result: Result, blocks: AlignedBlocks) {
        aligned_blocks_record()
        var count = 0
        defer { unsafe _ = aligned_blocks_recorded(&count) }
        let result = try body()
        let blocks = unsafe UnsafeBufferPointer(
            start: aligned_blocks_recorded(&count),
            count: count
        )
        var words = unsafe [UnsafeMutablePointer<UInt64>]()
        for index in blocks.indices {
            let block = unsafe blocks[index]
            let wordCount = unsafe block.byte_count / MemoryLayout<UInt64>.size
            let base = unsafe block.base.bindMemory(to: UInt64.self, capacity: wordCount)
            unsafe words += (0..<wordCount).map { unsafe base + $0 }
                .filter { unsafe isNumber($0.pointee) }
        }
        return unsafe (result, AlignedBlocks(words: words))
    }

    /// Whether a word is part of a number: not an address, as of a kernel's functions, nor
    /// a count. With another one of those, the process ends.
    private static func isNumber(_ word: UInt64) -> Bool {
        word >= 1 << 16 && is_address(word) == 0
    }

    /// In words of 64 bits.
    public var wordCount: Int { unsafe words.count }

    /// All words, to be put back later.
    public func contents() -> [UInt64] { unsafe words.map { unsafe $0.pointee } }

    public func restore(_ contents: [UInt64]) {
        for index in unsafe words.indices { unsafe words[index].pointee = contents[index] }
    }

    public func turn(bit: Int, ofWord index: Int) {
        unsafe words[index].pointee ^= 1 << UInt64(bit)
    }
}
