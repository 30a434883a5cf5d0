internal import CHandshakeKernels

/// A kernel's C functions; the headers in CHandshakeKernels say what each takes.
@safe struct MontgomeryFunctions: @unchecked Sendable {
    let contextByteCount: @convention(c) (Int) -> Int
    let prepare: @convention(c) (UnsafeMutableRawPointer?, LimbPointer?, Int) -> Void
    let multiply:
        @convention(c) (UnsafeRawPointer?, MutableLimbPointer?, LimbPointer?, LimbPointer?) -> Void
    let toMontgomery: @convention(c) (UnsafeRawPointer?, MutableLimbPointer?, LimbPointer?) -> Void
    let powerPublic:
        @convention(c) (UnsafeRawPointer?, MutableLimbPointer?, LimbPointer?, UInt64) -> Void
    let power:
        @convention(c) (UnsafeRawPointer?, MutableLimbPointer?, LimbPointer?, LimbPointer?, Int) ->
            Void
    /// Two powers of one base side by side, modulo two primes of one limb count; nil where the kernel
    /// gains nothing by it.
    var powerPair:
        (
            @convention(c) (
                UnsafeRawPointer?, UnsafeRawPointer?, MutableLimbPointer?, MutableLimbPointer?,
                LimbPointer?, LimbPointer?, LimbPointer?, Int
            ) -> Void
        )?

    /// The functions of a kernel that this architecture has; nil for GMP, which is called directly.
    static func of(_ kernel: RSAKernel) -> MontgomeryFunctions? {
        switch kernel {
        case .gmp: return nil
        case .portable:
            return unsafe MontgomeryFunctions(
                contextByteCount: handshake_montgomery_portable_context_byte_count,
                prepare: handshake_montgomery_portable_prepare,
                multiply: handshake_montgomery_portable_multiply,
                toMontgomery: handshake_montgomery_portable_to_montgomery,
                powerPublic: handshake_montgomery_portable_power_public,
                power: handshake_montgomery_portable_power
            )
        case .x86ADX:
            #if arch(x86_64)
            return unsafe MontgomeryFunctions(
                contextByteCount: handshake_montgomery_x86_adx_context_byte_count,
                prepare: handshake_montgomery_x86_adx_prepare,
                multiply: handshake_montgomery_x86_adx_multiply,
                toMontgomery: handshake_montgomery_x86_adx_to_montgomery,
                powerPublic: handshake_montgomery_x86_adx_power_public,
                power: handshake_montgomery_x86_adx_power
            )
            #else
            return nil
            #endif
        case .x86IFMA:
            #if arch(x86_64)
            var functions = unsafe MontgomeryFunctions(
                contextByteCount: handshake_montgomery_x86_ifma_x1_context_byte_count,
                prepare: handshake_montgomery_x86_ifma_x1_prepare,
                multiply: handshake_montgomery_x86_ifma_x1_multiply,
                toMontgomery: handshake_montgomery_x86_ifma_x1_to_montgomery,
                powerPublic: handshake_montgomery_x86_ifma_x1_power_public,
                power: handshake_montgomery_x86_ifma_x1_power,
                powerPair: handshake_montgomery_x86_ifma_x1_power_pair
            )
            if RSAKernel.packsPairs(on: .current) {
                unsafe functions.powerPair = handshake_montgomery_x86_ifma_x1_packed_power_pair
            }
            return functions
            #else
            return nil
            #endif
        case .arm64:
            #if arch(arm64)
            return unsafe MontgomeryFunctions(
                contextByteCount: handshake_montgomery_arm64_context_byte_count,
                prepare: handshake_montgomery_arm64_prepare,
                multiply: handshake_montgomery_arm64_multiply,
                toMontgomery: handshake_montgomery_arm64_to_montgomery,
                powerPublic: handshake_montgomery_arm64_power_public,
                power: handshake_montgomery_arm64_power
            )
            #else
            return nil
            #endif
        }
    }

    /// The fewest limbs, at least `limbCount`, that the kernel covers; nil if that were more than
    /// half as many again.
    func coveredLimbCount(_ limbCount: Int) -> Int? {
        (limbCount...(limbCount + limbCount / 2)).first { contextByteCount($0) > 0 }
    }
}
