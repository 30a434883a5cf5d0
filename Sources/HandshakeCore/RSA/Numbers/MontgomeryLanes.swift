// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels

/// One element for each operation that a lane kernel does at once. The count is C's
/// `HANDSHAKE_MONTGOMERY_LANE_COUNT`, which a type cannot name.
typealias Lanes<Element> = InlineArray<8, Element>

/// How many operations a lane kernel does at once.
let montgomeryLaneCount = Int(HANDSHAKE_MONTGOMERY_LANE_COUNT)

/// A pointer for each lane.
typealias LaneInputs = Lanes<LimbPointer?>
typealias LaneOutputs = Lanes<MutableLimbPointer?>
typealias LaneContexts = Lanes<UnsafeRawPointer?>

/// Eight moduli of one limb count, ready for the lane kernel.
@safe struct ModulusLanes {
    private let functions: handshake_montgomery_lanes
    private let contexts: LaneContexts
    private let limbCount: Int

    init(functions: handshake_montgomery_lanes, contexts: LaneContexts, limbCount: Int) {
        unsafe assert(contexts.count == montgomeryLaneCount)
        unsafe self.functions = functions
        unsafe self.contexts = contexts
        self.limbCount = limbCount
    }

    /// r = a · b · 1/R, where R is the lane kernel's. `r` may be `a` or `b`.
    func multiply(_ r: LaneOutputs, _ a: LaneInputs, _ b: LaneInputs) {
        unsafe contexts.span.withUnsafeBufferPointer { contexts in
            unsafe r.span.withUnsafeBufferPointer { r in
                unsafe a.span.withUnsafeBufferPointer { a in
                    unsafe b.span.withUnsafeBufferPointer { b in
                        unsafe functions.multiply(
                            contexts.baseAddress,
                            r.baseAddress,
                            a.baseAddress,
                            b.baseAddress
                        )
                    }
                }
            }
        }
    }

    /// r = a · R. `r` may be `a`.
    func toMontgomery(_ r: LaneOutputs, _ a: LaneInputs) {
        unsafe contexts.span.withUnsafeBufferPointer { contexts in
            unsafe r.span.withUnsafeBufferPointer { r in
                unsafe a.span.withUnsafeBufferPointer { a in
                    unsafe functions.to_montgomery(
                        contexts.baseAddress,
                        r.baseAddress,
                        a.baseAddress
                    )
                }
            }
        }
    }

    /// r = base ^ exponent for public exponents.
    func powerPublic(_ r: LaneOutputs, _ base: LaneInputs, _ exponents: Lanes<UInt64>) {
        unsafe contexts.span.withUnsafeBufferPointer { contexts in
            unsafe r.span.withUnsafeBufferPointer { r in
                unsafe base.span.withUnsafeBufferPointer { base in
                    unsafe exponents.span.withUnsafeBufferPointer { exponents in
                        unsafe functions.power_public(
                            contexts.baseAddress,
                            r.baseAddress,
                            base.baseAddress,
                            exponents.baseAddress
                        )
                    }
                }
            }
        }
    }

    /// r = base ^ exponent for bases of twice the limbs.
    func power(_ r: LaneOutputs, _ base: LaneInputs, _ exponents: LaneInputs) {
        unsafe contexts.span.withUnsafeBufferPointer { contexts in
            unsafe r.span.withUnsafeBufferPointer { r in
                unsafe base.span.withUnsafeBufferPointer { base in
                    unsafe exponents.span.withUnsafeBufferPointer { exponents in
                        unsafe functions.power(
                            contexts.baseAddress,
                            r.baseAddress,
                            base.baseAddress,
                            exponents.baseAddress,
                            limbCount
                        )
                    }
                }
            }
        }
    }
}
