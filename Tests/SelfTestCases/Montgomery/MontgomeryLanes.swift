// SPDX-License-Identifier: Apache-2.0

package import TestSupport

/// Memory for one kernel's lanes at one size: a modulus and its context each, and room for operands.
@safe package final class MontgomeryLanes {
    package let kernel: MontgomeryKernel
    package let limbCount: Int
    package let moduli: [UnsafeMutablePointer<UInt64>]
    package let results: [UnsafeMutablePointer<UInt64>]
    package let a: [UnsafeMutablePointer<UInt64>]
    package let b: [UnsafeMutablePointer<UInt64>]
    private let contexts: [UnsafeMutableRawPointer]

    /// Lanes with the moduli that `modulus` gives; it makes them odd and greater than 1 itself.
    package init(_ kernel: MontgomeryKernel, limbCount: Int, modulus: (_ lane: Int) -> [UInt64]) {
        self.kernel = kernel
        self.limbCount = limbCount
        func numbers(_ count: Int) -> [UnsafeMutablePointer<UInt64>] {
            unsafe (0..<kernel.laneCount).map { _ in
                let limbs = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
                unsafe limbs.initialize(repeating: 0, count: count)
                return unsafe limbs
            }
        }
        unsafe moduli = numbers(limbCount)
        unsafe results = numbers(limbCount)
        unsafe a = numbers(2 * limbCount)
        unsafe b = numbers(2 * limbCount)
        unsafe contexts = (0..<kernel.laneCount).map { _ in
            .allocate(byteCount: kernel.contextByteCount(limbCount), alignment: 64)
        }
        for lane in 0..<kernel.laneCount {
            unsafe Self.copy(modulus(lane), to: moduli[lane])
            unsafe kernel.prepare(contexts[lane], moduli[lane], limbCount)
        }
    }

    deinit {
        _ = unsafe (moduli + results + a + b).map { unsafe $0.deallocate() }
        _ = unsafe contexts.map { unsafe $0.deallocate() }
    }

    package static func copy(_ limbs: [UInt64], to destination: UnsafeMutablePointer<UInt64>) {
        for (index, limb) in limbs.enumerated() { unsafe destination[index] = limb }
    }

    private func inputs(_ of: [UnsafeMutablePointer<UInt64>]) -> [UnsafePointer<UInt64>] {
        unsafe of.map { unsafe UnsafePointer($0) }
    }

    private var preparedContexts: [UnsafeRawPointer] {
        unsafe contexts.map { UnsafeRawPointer($0) }
    }

    /// results := a·b/R.
    package func multiply() {
        unsafe kernel.multiply(preparedContexts, results, inputs(a), inputs(b))
    }

    /// results := a·R.
    package func toMontgomery() {
        unsafe kernel.toMontgomery(preparedContexts, results, inputs(a))
    }

    /// results := a^exponent.
    package func powerPublic(_ exponents: [UInt64]) {
        unsafe kernel.powerPublic(preparedContexts, results, inputs(a), exponents)
    }

    /// results := a^b, a of twice the limbs, b of `exponentLimbCount`.
    package func power(exponentLimbCount: Int) {
        unsafe kernel.power(preparedContexts, results, inputs(a), inputs(b), exponentLimbCount)
    }
}

/// The shapes of numbers that find carry faults: random ones, and those with long runs of ones or
/// zeros or extreme digits at either end.
package enum NumberShape: CaseIterable {
    case random, runs, ones, zero, one, highDigitsOnes, lowDigitsOnes, leadingZeros

    package func limbs(_ count: Int, using generator: inout SeededGenerator) -> [UInt64] {
        var limbs = (0..<count).map { _ in generator.next() }
        switch self {
        case .random: break
        case .runs:
            var bit = false
            var left = 0
            for index in 0..<(64 * count) {
                if left == 0 {
                    bit.toggle()
                    left = Int.random(in: 1...150, using: &generator)
                }
                let mask: UInt64 = 1 << (index % 64)
                limbs[index / 64] = bit ? limbs[index / 64] | mask : limbs[index / 64] & ~mask
                left -= 1
            }
        case .ones: limbs = Array(repeating: .max, count: count)
        case .zero: limbs = Array(repeating: 0, count: count)
        case .one:
            limbs = Array(repeating: 0, count: count)
            limbs[0] = 1
        case .highDigitsOnes:
            for index in (count / 2)..<count { limbs[index] = .max }
        case .lowDigitsOnes:
            for index in 0..<(count + 1) / 2 { limbs[index] = .max }
        case .leadingZeros:
            limbs[count - 1] = count > 1 ? 0 : limbs[0] >> 33
            if count > 2 { limbs[count - 2] >>= 13 }
        }
        return limbs
    }

    /// The same as an odd number greater than 1.
    package func modulus(_ count: Int, using generator: inout SeededGenerator) -> [UInt64] {
        var modulus = limbs(count, using: &generator)
        modulus[0] |= 1
        if modulus.dropFirst().allSatisfy({ $0 == 0 }) { modulus[0] |= 2 }
        return modulus
    }

    package static func some(using generator: inout SeededGenerator) -> NumberShape {
        allCases.randomElement(using: &generator)!
    }
}
