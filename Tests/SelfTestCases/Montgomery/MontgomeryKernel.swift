internal import CHandshakeKernels
internal import HandshakeCore

/// A C Montgomery kernel as the tests see it: some lanes, an array element each.
@safe package struct MontgomeryKernel: Sendable {
    package typealias Contexts = [UnsafeRawPointer]
    package typealias Inputs = [UnsafePointer<UInt64>]
    package typealias Outputs = [UnsafeMutablePointer<UInt64>]

    package var name: String
    package var laneCount: Int
    package var isSupported: Bool
    /// Limb counts of moduli for products and public powers, and of CRT halves for whole powers.
    package var productLimbCounts: [Int]
    package var powerLimbCounts: [Int]
    /// How many bits R has for a modulus of so many limbs.
    package var radixBitCount: @Sendable (_ limbCount: Int) -> Int
    package var contextByteCount: @Sendable (_ limbCount: Int) -> Int
    package var prepare: @Sendable (UnsafeMutableRawPointer, UnsafePointer<UInt64>, Int) -> Void
    package var multiply: @Sendable (Contexts, Outputs, Inputs, Inputs) -> Void
    package var toMontgomery: @Sendable (Contexts, Outputs, Inputs) -> Void
    package var powerPublic: @Sendable (Contexts, Outputs, Inputs, [UInt64]) -> Void
    package var power: @Sendable (Contexts, Outputs, Inputs, Inputs, Int) -> Void
}

extension MontgomeryKernel {
    /// The kernels of this architecture whose features this CPU has.
    package static var supported: [MontgomeryKernel] { all.filter(\.isSupported) }

    package static let all: [MontgomeryKernel] = {
        var kernels = [portable]
        #if arch(x86_64)
        kernels += [x86ADX, x86IFMAX1, x86IFMAX8]
        #elseif arch(arm64)
        kernels.append(arm64)
        #endif
        return kernels
    }()

    package static let portable = unsafe MontgomeryKernel(
        name: "portable",
        laneCount: 1,
        isSupported: true,
        productLimbCounts: [1, 2, 15, 16, 24, 32, 33, 48, 64],
        powerLimbCounts: [1, 15, 16, 24, 32],
        radixBitCount: { 64 * $0 },
        contextByteCount: { handshake_montgomery_portable_context_byte_count($0) },
        prepare: { unsafe handshake_montgomery_portable_prepare($0, $1, $2) },
        multiply: { unsafe handshake_montgomery_portable_multiply($0[0], $1[0], $2[0], $3[0]) },
        toMontgomery: { unsafe handshake_montgomery_portable_to_montgomery($0[0], $1[0], $2[0]) },
        powerPublic: {
            unsafe handshake_montgomery_portable_power_public($0[0], $1[0], $2[0], $3[0])
        },
        power: { unsafe handshake_montgomery_portable_power($0[0], $1[0], $2[0], $3[0], $4) }
    )

    #if arch(x86_64)
    package static let x86ADX = unsafe MontgomeryKernel(
        name: "x86_adx",
        laneCount: 1,
        isSupported: CPUFeatures.available.isSuperset(of: [.bmi2, .adx, .avx2]),
        productLimbCounts: [8, 16, 24, 32, 48, 64],
        powerLimbCounts: [8, 16, 24, 32],
        radixBitCount: { 64 * $0 },
        contextByteCount: { handshake_montgomery_x86_adx_context_byte_count($0) },
        prepare: { unsafe handshake_montgomery_x86_adx_prepare($0, $1, $2) },
        multiply: { unsafe handshake_montgomery_x86_adx_multiply($0[0], $1[0], $2[0], $3[0]) },
        toMontgomery: { unsafe handshake_montgomery_x86_adx_to_montgomery($0[0], $1[0], $2[0]) },
        powerPublic: {
            unsafe handshake_montgomery_x86_adx_power_public($0[0], $1[0], $2[0], $3[0])
        },
        power: { unsafe handshake_montgomery_x86_adx_power($0[0], $1[0], $2[0], $3[0], $4) }
    )
    #elseif arch(arm64)
    package static let arm64 = unsafe MontgomeryKernel(
        name: "arm64",
        laneCount: 1,
        isSupported: true,
        productLimbCounts: [8, 16, 24, 32, 48, 64],
        powerLimbCounts: [8, 16, 24, 32],
        radixBitCount: { 64 * $0 },
        contextByteCount: { handshake_montgomery_arm64_context_byte_count($0) },
        prepare: { unsafe handshake_montgomery_arm64_prepare($0, $1, $2) },
        multiply: { unsafe handshake_montgomery_arm64_multiply($0[0], $1[0], $2[0], $3[0]) },
        toMontgomery: { unsafe handshake_montgomery_arm64_to_montgomery($0[0], $1[0], $2[0]) },
        powerPublic: {
            unsafe handshake_montgomery_arm64_power_public($0[0], $1[0], $2[0], $3[0])
        },
        power: { unsafe handshake_montgomery_arm64_power($0[0], $1[0], $2[0], $3[0], $4) }
    )
    #endif
}
