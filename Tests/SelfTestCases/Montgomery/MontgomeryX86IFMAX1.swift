#if arch(x86_64)
internal import CHandshakeKernels
internal import HandshakeCore

extension MontgomeryKernel {
    package static let x86IFMAX1 = unsafe MontgomeryKernel(
        name: "x86_ifma_x1",
        laneCount: 1,
        isSupported: CPUFeatures.available.isSuperset(of: [.avx512, .avx512ifma]),
        productLimbCounts: [16, 24, 32, 48, 64],
        powerLimbCounts: [16, 24, 32],
        // Whole digits of 52 bits, at least 16 bits more than the modulus.
        radixBitCount: { [16: 20, 24: 30, 32: 40, 48: 60, 64: 80][$0]! * 52 },
        contextByteCount: { handshake_montgomery_x86_ifma_x1_context_byte_count($0) },
        prepare: { unsafe handshake_montgomery_x86_ifma_x1_prepare($0, $1, $2) },
        multiply: { unsafe handshake_montgomery_x86_ifma_x1_multiply($0[0], $1[0], $2[0], $3[0]) },
        toMontgomery: {
            unsafe handshake_montgomery_x86_ifma_x1_to_montgomery($0[0], $1[0], $2[0])
        },
        powerPublic: {
            unsafe handshake_montgomery_x86_ifma_x1_power_public($0[0], $1[0], $2[0], $3[0])
        },
        power: { unsafe handshake_montgomery_x86_ifma_x1_power($0[0], $1[0], $2[0], $3[0], $4) }
    )
}
#endif
