// SPDX-License-Identifier: Apache-2.0

private import CHandshakeKernels

/// Whether two byte strings are equal. Takes the same time wherever they differ; their lengths are
/// public.
public func constantTimeEqual(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    guard a.count > 0 else { return true }
    return unsafe a.withUnsafeBufferPointer { a in
        unsafe b.withUnsafeBufferPointer { b in
            unsafe handshake_equal(a.baseAddress!, b.baseAddress!, a.count) == 1
        }
    }
}

/// Whether two byte strings are equal. Takes the same time wherever they differ; their lengths are
/// public.
public func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    constantTimeEqual(a.span, b.span)
}

/// Makes a secret value public, and says why that is right.
///
/// The call does nothing at run time. It marks each place where a value that depends on a secret
/// decides a branch or leaves the library, so that a reader finds all of them with one search.
@inlinable @inline(__always)
public func declassify<Value>(_ secret: Value, because reason: StaticString) -> Value {
    secret
}

/// All ones or all zeros: a secret condition that selects without branching.
package struct Mask: Sendable {
    /// All ones for true, zero for false.
    package let bits: UInt64

    @inline(__always)
    private init(bits: UInt64) { self.bits = handshake_value_barrier(bits) }

    /// All ones where `value` is zero.
    @inline(__always)
    package static func isZero(_ value: UInt64) -> Mask {
        // The top bit of ~value & (value - 1) is set only for zero.
        Mask(bits: 0 &- ((~value & (value &- 1)) >> 63))
    }

    /// All ones where `a` and `b` are equal.
    @inline(__always)
    package static func equal(_ a: UInt64, _ b: UInt64) -> Mask { isZero(a ^ b) }

    /// All ones where `a` is less than `b`.
    @inline(__always)
    package static func less(_ a: UInt64, _ b: UInt64) -> Mask {
        // The borrow of a - b (Hacker's Delight, 2-13).
        Mask(bits: 0 &- (((~a & b) | ((~a | b) & (a &- b))) >> 63))
    }

    @inline(__always)
    package static func & (a: Mask, b: Mask) -> Mask { Mask(bits: a.bits & b.bits) }

    @inline(__always)
    package static func | (a: Mask, b: Mask) -> Mask { Mask(bits: a.bits | b.bits) }

    @inline(__always)
    package static prefix func ! (a: Mask) -> Mask { Mask(bits: ~a.bits) }

    /// `a` where the mask is set, else `b`.
    @inline(__always)
    package func select(_ a: UInt64, else b: UInt64) -> UInt64 { b ^ (bits & (a ^ b)) }

    /// `a` where the mask is set, else `b`.
    @inline(__always)
    package func select(_ a: UInt8, else b: UInt8) -> UInt8 {
        b ^ (UInt8(truncatingIfNeeded: bits) & (a ^ b))
    }
}
