// SPDX-License-Identifier: Apache-2.0

internal import CGMP  // links what the oracle calls
internal import CMontgomeryOracle
internal import TestSupport

/// Every Montgomery kernel, called as C, against GMP.
package enum MontgomeryCases {
    package static let all: [SelfTestCase] =
        productSizes.flatMap { size in
            [
                SelfTestCase("Montgomery products, \(size)") {
                    productsAgreeWithGMP(size, $1.pick(100_000, emulated: 4_000), &$0)
                },
                SelfTestCase("Montgomery form, \(size)") { checks, _ in
                    montgomeryFormThereAndBack(size, &checks)
                },
                SelfTestCase("public powers, \(size)") { checks, _ in
                    publicPowersAgreeWithGMP(size, &checks)
                },
            ]
        }
        + powerSizes.flatMap { size in
            // A tenth of them above 2,048 bits.
            let count = size.limbCount <= 32 ? 1_000 : 100
            return [
                SelfTestCase("powers, \(size)") { checks, _ in powersAgreeWithGMP(size, &checks) },
                SelfTestCase("random powers, \(size)") {
                    randomPowersAgreeWithGMP(size, $1.pick(count, emulated: 20), &$0)
                },
                SelfTestCase("chains of squarings, \(size)") { checks, _ in
                    longChainsOfSquaringsStayBounded(size, &checks)
                },
            ]
        }
        + MontgomeryKernel.supported.map { kernel in
            SelfTestCase("sizes of \(kernel.name)") { checks, _ in
                checks.check(kernel.contextByteCount(0) == 0, "0 limbs are covered")
                checks.check(kernel.contextByteCount(257) == 0, "257 limbs are covered")
            }
        }

    struct Size: CustomStringConvertible, Sendable {
        var kernel: MontgomeryKernel
        var limbCount: Int
        var description: String { "\(kernel.name), \(64 * limbCount) bits" }

        var generator: SeededGenerator { SeededGenerator(seed: UInt64(limbCount)) }
    }

    static let productSizes = MontgomeryKernel.supported.flatMap { kernel in
        kernel.productLimbCounts.map { Size(kernel: kernel, limbCount: $0) }
    }
    static let powerSizes = MontgomeryKernel.supported.flatMap { kernel in
        kernel.powerLimbCounts.map { Size(kernel: kernel, limbCount: $0) }
    }

    /// Lanes whose moduli are all of one shape, or mixed where `shape` is nil.
    private static func lanes(
        _ size: Size,
        _ shape: NumberShape?,
        using generator: inout SeededGenerator
    ) -> MontgomeryLanes {
        MontgomeryLanes(size.kernel, limbCount: size.limbCount) { _ in
            (shape ?? .some(using: &generator)).modulus(size.limbCount, using: &generator)
        }
    }

    private static func productsAgreeWithGMP(
        _ size: Size,
        _ productCount: Int,
        _ checks: inout Checks
    ) {
        var generator = size.generator
        let k = size.limbCount
        let radixBitCount = size.kernel.radixBitCount(k)
        let shapes = NumberShape.allCases.map(Optional.some) + [nil]
        let callCount = productCount / size.kernel.laneCount / shapes.count
        for shape in shapes {
            let lanes = Self.lanes(size, shape, using: &generator)
            var wrong = 0
            for call in 0..<callCount {
                for lane in 0..<size.kernel.laneCount {
                    let a = NumberShape.some(using: &generator).limbs(k, using: &generator)
                    unsafe MontgomeryLanes.copy(a, to: lanes.a[lane])
                    let isSquare = call.isMultiple(of: 2)
                    let b =
                        isSquare
                        ? a : NumberShape.some(using: &generator).limbs(k, using: &generator)
                    unsafe MontgomeryLanes.copy(b, to: lanes.b[lane])
                }
                lanes.multiply()
                for lane in 0..<size.kernel.laneCount {
                    let isRight = unsafe oracle_is_montgomery_product(
                        lanes.results[lane],
                        lanes.a[lane],
                        lanes.b[lane],
                        lanes.moduli[lane],
                        k,
                        radixBitCount
                    )
                    if isRight == 0 { wrong += 1 }
                }
            }
            checks.check(
                wrong == 0,
                "\(wrong) are wrong; modulus of shape \(String(describing: shape))"
            )
        }
    }

    private static func montgomeryFormThereAndBack(_ size: Size, _ checks: inout Checks) {
        var generator = size.generator
        let k = size.limbCount
        for shape in NumberShape.allCases {
            let lanes = Self.lanes(size, shape, using: &generator)
            for operand in NumberShape.allCases {
                for lane in 0..<size.kernel.laneCount {
                    let a = operand.limbs(k, using: &generator)
                    unsafe MontgomeryLanes.copy(a, to: lanes.a[lane])
                    unsafe MontgomeryLanes.copy(
                        [1] + Array(repeating: 0, count: k - 1),
                        to: lanes.b[lane]
                    )
                }
                let plain = (0..<size.kernel.laneCount).map { lane in
                    unsafe Array(UnsafeBufferPointer(start: lanes.a[lane], count: k))
                }
                lanes.toMontgomery()
                for lane in 0..<size.kernel.laneCount {
                    unsafe lanes.a[lane].update(from: lanes.results[lane], count: k)
                }
                lanes.multiply()  // by 1: out of Montgomery form
                for lane in 0..<size.kernel.laneCount {
                    checks.check(
                        unsafe residue(of: plain[lane], modulo: lanes.moduli[lane])
                            == Array(UnsafeBufferPointer(start: lanes.results[lane], count: k)),
                        "modulus \(shape), operand \(operand), lane \(lane)"
                    )
                }
            }
        }
    }

    private static func residue(of limbs: [UInt64], modulo modulus: UnsafeMutablePointer<UInt64>)
        -> [UInt64]
    {
        var residue = limbs
        unsafe oracle_power(&residue, limbs, limbs.count, [1], 1, modulus, limbs.count)
        return residue
    }

    private static func publicPowersAgreeWithGMP(_ size: Size, _ checks: inout Checks) {
        var generator = size.generator
        let k = size.limbCount
        for shape in NumberShape.allCases {
            let lanes = Self.lanes(size, shape, using: &generator)
            for exponent in [1, 2, 3, 17, 65537, 0x1_ffff_ffff] as [UInt64] {
                for lane in 0..<size.kernel.laneCount {
                    let a = NumberShape.some(using: &generator).limbs(k, using: &generator)
                    unsafe MontgomeryLanes.copy(a, to: lanes.a[lane])
                }
                // All lanes alike, and then one that differs.
                for last in [exponent, 5] {
                    var exponents = Array(repeating: exponent, count: size.kernel.laneCount)
                    exponents[exponents.count - 1] = last
                    lanes.powerPublic(exponents)
                    for lane in 0..<size.kernel.laneCount {
                        checks.check(
                            matches(lanes, lane, baseCount: k, exponent: [exponents[lane]]),
                            "modulus \(shape), exponent \(exponents[lane]), lane \(lane)"
                        )
                    }
                }
            }
        }
    }

    /// Whether a lane's result is its a to the exponent.
    private static func matches(
        _ lanes: MontgomeryLanes,
        _ lane: Int,
        baseCount: Int,
        exponent: [UInt64]
    ) -> Bool {
        let k = lanes.limbCount
        var expected = Array(repeating: 0 as UInt64, count: k)
        unsafe oracle_power(
            &expected,
            lanes.a[lane],
            baseCount,
            exponent,
            exponent.count,
            lanes.moduli[lane],
            k
        )
        return unsafe expected == Array(UnsafeBufferPointer(start: lanes.results[lane], count: k))
    }

    private static func powersAgreeWithGMP(_ size: Size, _ checks: inout Checks) {
        var generator = size.generator
        let k = size.limbCount
        // Each shape of modulus with each shape of exponent, so windows of all zeros and all ones.
        for shape in NumberShape.allCases {
            let lanes = Self.lanes(size, shape, using: &generator)
            for exponentShape in NumberShape.allCases {
                let exponents = (0..<size.kernel.laneCount).map { _ in
                    exponentShape.limbs(k, using: &generator)
                }
                for lane in 0..<size.kernel.laneCount {
                    let base = NumberShape.some(using: &generator).limbs(2 * k, using: &generator)
                    unsafe MontgomeryLanes.copy(base, to: lanes.a[lane])
                    unsafe MontgomeryLanes.copy(exponents[lane], to: lanes.b[lane])
                }
                lanes.power(exponentLimbCount: k)
                for lane in 0..<size.kernel.laneCount {
                    checks.check(
                        matches(lanes, lane, baseCount: 2 * k, exponent: exponents[lane]),
                        "modulus \(shape), exponent \(exponentShape), lane \(lane)"
                    )
                }
            }
        }
    }

    private static func randomPowersAgreeWithGMP(
        _ size: Size,
        _ powerCount: Int,
        _ checks: inout Checks
    ) {
        var generator = size.generator
        let k = size.limbCount
        var wrong = 0
        var lanes = Self.lanes(size, .random, using: &generator)
        for call in 0..<(powerCount / size.kernel.laneCount) {
            if call.isMultiple(of: 10) { lanes = Self.lanes(size, .random, using: &generator) }
            let exponents = (0..<size.kernel.laneCount).map { _ in
                NumberShape.random.limbs(k, using: &generator)
            }
            for lane in 0..<size.kernel.laneCount {
                let base = NumberShape.random.limbs(2 * k, using: &generator)
                unsafe MontgomeryLanes.copy(base, to: lanes.a[lane])
                unsafe MontgomeryLanes.copy(exponents[lane], to: lanes.b[lane])
            }
            lanes.power(exponentLimbCount: k)
            for lane in 0..<size.kernel.laneCount
            where !matches(lanes, lane, baseCount: 2 * k, exponent: exponents[lane]) {
                wrong += 1
            }
        }
        checks.check(wrong == 0, "\(wrong) are wrong")
    }

    /// Squarings one after another: an intermediate that creeps up shows in the end.
    private static func longChainsOfSquaringsStayBounded(_ size: Size, _ checks: inout Checks) {
        var generator = size.generator
        let k = size.limbCount
        for shape in [NumberShape.ones, .random, .leadingZeros] {
            let lanes = Self.lanes(size, shape, using: &generator)
            // The exponent 2^(64·(2k) - 1): nothing but squarings after the first window.
            var exponent = Array(repeating: 0 as UInt64, count: 2 * k)
            exponent[2 * k - 1] = 1 << 63
            for lane in 0..<size.kernel.laneCount {
                unsafe MontgomeryLanes.copy(
                    NumberShape.ones.limbs(2 * k, using: &generator),
                    to: lanes.a[lane]
                )
                unsafe MontgomeryLanes.copy(exponent, to: lanes.b[lane])
            }
            lanes.power(exponentLimbCount: 2 * k)
            for lane in 0..<size.kernel.laneCount {
                checks.check(
                    matches(lanes, lane, baseCount: 2 * k, exponent: exponent),
                    "modulus \(shape), lane \(lane)"
                )
            }
        }
    }
}
