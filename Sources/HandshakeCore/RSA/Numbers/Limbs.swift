// SPDX-License-Identifier: Apache-2.0

private import CHandshakeKernels

package typealias LimbPointer = UnsafePointer<UInt64>
package typealias MutableLimbPointer = UnsafeMutablePointer<UInt64>

/// An owned big number: little-endian 64-bit limbs, zero at first, 64-byte aligned, never copied,
/// wiped when it goes.
@safe struct Limbs: ~Copyable, @unchecked Sendable {
    let base: MutableLimbPointer
    let count: Int

    static var bitCount: Int { 64 }
    static var byteCount: Int { 8 }

    init(count: Int) {
        let storage = UnsafeMutableRawPointer.allocate(
            byteCount: max(count, 1) * Self.byteCount,
            alignment: 64
        )
        unsafe base = storage.bindMemory(to: UInt64.self, capacity: max(count, 1))
        unsafe base.initialize(repeating: 0, count: max(count, 1))
        self.count = count
    }

    /// The low limbs of `other`, zeros above.
    init(copying other: borrowing Limbs, count: Int) {
        self.init(count: count)
        unsafe base.update(from: other.base, count: min(count, other.count))
    }

    /// The number that big-endian `bytes` spell, which must fit.
    init(bigEndian bytes: Span<UInt8>, count: Int) {
        self.init(count: count)
        unsafe LimbArithmetic.load(base, count: count, from: bytes)
    }

    deinit {
        unsafe handshake_wipe(base, max(count, 1) * Self.byteCount)
        unsafe UnsafeMutableRawPointer(base).deallocate()
    }

    /// How many limbs hold `bitCount` bits.
    static func count(forBitCount bitCount: Int) -> Int {
        (bitCount + Self.bitCount - 1) / Self.bitCount
    }

    /// The number's length in bits. Takes time that depends on the length alone, which is public in
    /// every use: of a modulus, a prime or an exponent of a key.
    var significantBitCount: Int {
        for index in stride(from: count - 1, through: 0, by: -1) {
            let limb = unsafe base[index]
            if limb != 0 { return (index + 1) * Self.bitCount - limb.leadingZeroBitCount }
        }
        return 0
    }

    var significantLimbCount: Int { Self.count(forBitCount: significantBitCount) }
}
