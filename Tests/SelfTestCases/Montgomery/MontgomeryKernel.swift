// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels
internal import HandshakeCore

/// A C Montgomery kernel as the tests see it: some lanes, an array element each.
@safe package struct MontgomeryKernel: @unchecked Sendable, CustomStringConvertible {
    package typealias Contexts = [UnsafeRawPointer]
    package typealias Inputs = [UnsafePointer<UInt64>]
    package typealias Outputs = [UnsafeMutablePointer<UInt64>]

    @safe private enum Functions {
        case single(handshake_montgomery_kernel)
        case lanes(handshake_montgomery_lanes)
    }

    package let name: String
    package var description: String { name }
    private let functions: Functions

    /// The kernels of this CPU: those of single operations, the twin of one among them, and those of
    /// lanes.
    package static let supported: [MontgomeryKernel] = {
        var kernels: [MontgomeryKernel] = []
        for kernel in RSAKernel.tested {
            guard let single = unsafe kernel.descriptor?.pointee else { continue }
            unsafe kernels.append(
                MontgomeryKernel(name: kernel.name, functions: .single(single))
            )
            // Two kernels may share their lanes.
            guard let lanes = unsafe single.lanes?.pointee, let name = kernel.lanesName,
                !kernels.contains(where: { $0.name == name })
            else { continue }
            unsafe kernels.append(MontgomeryKernel(name: name, functions: .lanes(lanes)))
        }
        return kernels
    }()

    package var laneCount: Int {
        if case .lanes = functions { Int(HANDSHAKE_MONTGOMERY_LANE_COUNT) } else { 1 }
    }

    // MARK: Sizes

    /// Limb counts of moduli for products and public powers, and of CRT halves for whole powers: those
    /// of RSA's sizes, and some around them, as far as the kernel covers them.
    package var productLimbCounts: [Int] {
        [1, 2, 8, 15, 16, 24, 32, 33, 48, 64].filter { contextByteCount($0) > 0 }
    }
    package var powerLimbCounts: [Int] {
        let longer = laneCount > 1 ? [48, 64] : []
        return ([1, 8, 15, 16, 24, 32] + longer).filter { contextByteCount($0) > 0 }
    }

    /// How many bits R has for a modulus of so many limbs, at least as many as the modulus and fewer
    /// than twice as many: R modulo 2^bits − 1 shows it.
    package func radixBitCount(_ limbCount: Int) -> Int {
        let lanes = MontgomeryLanes(self, limbCount: limbCount) { _ in
            Array(repeating: .max, count: limbCount)
        }
        for lane in 0..<laneCount { unsafe lanes.a[lane][0] = 1 }
        lanes.toMontgomery()
        let exponent = (0..<64 * limbCount).first {
            unsafe lanes.results[0][$0 / 64] >> UInt64($0 % 64) & 1 == 1
        }
        return 64 * limbCount + (exponent ?? 0)
    }

    // MARK: Functions

    package func contextByteCount(_ limbCount: Int) -> Int {
        switch functions {
        case .single(let kernel): unsafe kernel.context_byte_count(limbCount)
        case .lanes(let kernel): unsafe kernel.context_byte_count(limbCount)
        }
    }

    package func prepare(
        _ context: UnsafeMutableRawPointer,
        _ modulus: UnsafePointer<UInt64>,
        _ limbCount: Int
    ) {
        switch functions {
        case .single(let kernel): unsafe kernel.prepare(context, modulus, limbCount)
        case .lanes(let kernel): unsafe kernel.prepare(context, modulus, limbCount)
        }
    }

    package func multiply(_ contexts: Contexts, _ r: Outputs, _ a: Inputs, _ b: Inputs) {
        switch functions {
        case .single(let kernel): unsafe kernel.multiply(contexts[0], r[0], a[0], b[0])
        case .lanes(let kernel):
            unsafe kernel.multiply(
                contexts.map(Optional.some),
                r.map(Optional.some),
                a.map(Optional.some),
                b.map(Optional.some)
            )
        }
    }

    package func toMontgomery(_ contexts: Contexts, _ r: Outputs, _ a: Inputs) {
        switch functions {
        case .single(let kernel): unsafe kernel.to_montgomery(contexts[0], r[0], a[0])
        case .lanes(let kernel):
            unsafe kernel.to_montgomery(
                contexts.map(Optional.some),
                r.map(Optional.some),
                a.map(Optional.some)
            )
        }
    }

    package func powerPublic(
        _ contexts: Contexts,
        _ r: Outputs,
        _ base: Inputs,
        _ exponents: [UInt64]
    ) {
        switch functions {
        case .single(let kernel):
            unsafe kernel.power_public(contexts[0], r[0], base[0], exponents[0])
        case .lanes(let kernel):
            unsafe kernel.power_public(
                contexts.map(Optional.some),
                r.map(Optional.some),
                base.map(Optional.some),
                exponents
            )
        }
    }

    package func power(
        _ contexts: Contexts,
        _ r: Outputs,
        _ base: Inputs,
        _ exponents: Inputs,
        _ exponentLimbCount: Int
    ) {
        switch functions {
        case .single(let kernel):
            unsafe kernel.power(contexts[0], r[0], base[0], exponents[0], exponentLimbCount)
        case .lanes(let kernel):
            unsafe kernel.power(
                contexts.map(Optional.some),
                r.map(Optional.some),
                base.map(Optional.some),
                exponents.map(Optional.some),
                exponentLimbCount
            )
        }
    }

    /// Whether the kernel does two powers of one base side by side.
    package var hasPairs: Bool {
        if case .single(let kernel) = functions {
            unsafe kernel.power_pair != nil
        } else {
            false
        }
    }

    package func powerPair(
        _ contexts: [UnsafeMutableRawPointer],
        _ first: inout [UInt64],
        _ second: inout [UInt64],
        _ base: [UInt64],
        _ exponents: [[UInt64]]
    ) {
        guard case .single(let kernel) = functions else { return }
        unsafe kernel.power_pair?(
            contexts[0],
            contexts[1],
            &first,
            &second,
            base,
            exponents[0],
            exponents[1],
            exponents[0].count
        )
    }
}
