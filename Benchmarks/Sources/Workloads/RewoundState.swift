// SPDX-License-Identifier: Apache-2.0

/// Puts an object back to the state that it was made in, by the words alone that a use of it changes: a
/// copy of the whole would leave stores in flight which its next loads wait for, as none do in use.
@safe struct RewoundState<Value: ~Copyable> {
    private let value: UnsafeMutablePointer<UInt64>
    private let fresh: [UInt64]
    private var changes: [(index: Int, word: UInt64)] = []

    /// The object is fresh, and stays at its place.
    init(of pointer: UnsafeMutablePointer<Value>) {
        let count = MemoryLayout<Value>.stride / MemoryLayout<UInt64>.stride
        unsafe value = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt64.self)
        unsafe fresh = Array(UnsafeBufferPointer(start: value, count: count))
    }

    /// The object has been used for the first time.
    mutating func noteChanges() {
        changes = fresh.indices.filter { unsafe value[$0] != fresh[$0] }
            .map { ($0, fresh[$0]) }
    }

    @inline(__always)
    func rewind() {
        for change in changes { unsafe value[change.index] = change.word }
    }
}
