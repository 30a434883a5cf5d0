internal import CHandshakeKernels

/// How many operations a lane kernel does at once.
let montgomeryLaneCount = 8

/// A pointer for each lane.
typealias LaneInputs = [8 of LimbPointer?]
typealias LaneOutputs = [8 of MutableLimbPointer?]
typealias LaneContexts = [8 of UnsafeRawPointer?]

/// The C functions of a kernel that does eight operations side by side, each with a modulus of its
/// own; all moduli of a call have one limb count.
@safe struct MontgomeryLaneFunctions: @unchecked Sendable {
    typealias Contexts = UnsafePointer<UnsafeRawPointer?>
    typealias Inputs = UnsafePointer<LimbPointer?>
    typealias Outputs = UnsafePointer<MutableLimbPointer?>

    let contextByteCount: @convention(c) (Int) -> Int
    let prepare: @convention(c) (UnsafeMutableRawPointer?, LimbPointer?, Int) -> Void
    let multiply: @convention(c) (Contexts?, Outputs?, Inputs?, Inputs?) -> Void
    let toMontgomery: @convention(c) (Contexts?, Outputs?, Inputs?) -> Void
    let powerPublic: @convention(c) (Contexts?, Outputs?, Inputs?, UnsafePointer<UInt64>?) -> Void
    let power: @convention(c) (Contexts?, Outputs?, Inputs?, Inputs?, Int) -> Void

    /// The functions of a kernel that has lanes and that this architecture has.
    static func of(_ kernel: RSAKernel) -> MontgomeryLaneFunctions? {
        #if arch(x86_64)
        guard kernel == .x86IFMA else { return nil }
        return unsafe MontgomeryLaneFunctions(
            contextByteCount: handshake_montgomery_x86_ifma_x8_context_byte_count,
            prepare: handshake_montgomery_x86_ifma_x8_prepare,
            multiply: handshake_montgomery_x86_ifma_x8_multiply,
            toMontgomery: handshake_montgomery_x86_ifma_x8_to_montgomery,
            powerPublic: handshake_montgomery_x86_ifma_x8_power_public,
            power: handshake_montgomery_x86_ifma_x8_power
        )
        #else
        return nil
        #endif
    }
}

/// Eight moduli of one limb count, ready for the lane kernel.
@safe struct ModulusLanes {
    private let functions: MontgomeryLaneFunctions
    private let contexts: LaneContexts
    private let limbCount: Int

    init(functions: MontgomeryLaneFunctions, contexts: LaneContexts, limbCount: Int) {
        self.functions = functions
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
                    unsafe functions.toMontgomery(
                        contexts.baseAddress,
                        r.baseAddress,
                        a.baseAddress
                    )
                }
            }
        }
    }

    /// r = base ^ exponent for public exponents.
    func powerPublic(_ r: LaneOutputs, _ base: LaneInputs, _ exponents: [8 of UInt64]) {
        unsafe contexts.span.withUnsafeBufferPointer { contexts in
            unsafe r.span.withUnsafeBufferPointer { r in
                unsafe base.span.withUnsafeBufferPointer { base in
                    unsafe exponents.span.withUnsafeBufferPointer { exponents in
                        unsafe functions.powerPublic(
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
