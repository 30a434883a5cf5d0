#if arch(x86_64)
internal import CHandshakeKernels
internal import HandshakeCore

extension MontgomeryKernel {
    /// Eight lanes, each with a modulus of its own.
    package static let x86IFMAX8 = unsafe MontgomeryKernel(
        name: "x86_ifma_x8",
        laneCount: 8,
        isSupported: CPUFeatures.available.isSuperset(of: [.avx512, .avx512ifma]),
        productLimbCounts: [16, 24, 32, 48, 64],
        powerLimbCounts: [16, 24, 32, 48, 64],
        radixBitCount: { 52 * [16: 20, 24: 30, 32: 40, 48: 60, 64: 80][$0]! },
        contextByteCount: { handshake_montgomery_x86_ifma_x8_context_byte_count($0) },
        prepare: { unsafe handshake_montgomery_x86_ifma_x8_prepare($0, $1, $2) },
        multiply: { contexts, results, a, b in
            unsafe handshake_montgomery_x86_ifma_x8_multiply(
                contexts.map(Optional.some),
                results.map(Optional.some),
                a.map(Optional.some),
                b.map(Optional.some)
            )
        },
        toMontgomery: { contexts, results, a in
            unsafe handshake_montgomery_x86_ifma_x8_to_montgomery(
                contexts.map(Optional.some),
                results.map(Optional.some),
                a.map(Optional.some)
            )
        },
        powerPublic: { contexts, results, base, exponents in
            unsafe handshake_montgomery_x86_ifma_x8_power_public(
                contexts.map(Optional.some),
                results.map(Optional.some),
                base.map(Optional.some),
                exponents
            )
        },
        power: { contexts, results, base, exponents, exponentLimbCount in
            unsafe handshake_montgomery_x86_ifma_x8_power(
                contexts.map(Optional.some),
                results.map(Optional.some),
                base.map(Optional.some),
                exponents.map(Optional.some),
                exponentLimbCount
            )
        }
    )
}
#endif
