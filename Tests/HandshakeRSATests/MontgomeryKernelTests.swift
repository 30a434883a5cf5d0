import CGMP  // links what the oracle calls
import CMontgomeryOracle
import TestSupport
import Testing

/// Every Montgomery kernel, called as C, against GMP.
@Suite struct MontgomeryKernelTests {
    /// Products and squares a size.
    static let productCount = 100_000
    /// Whole operations a size, with random values; a tenth of them above 2,048 bits.
    static func powerCount(limbCount: Int) -> Int { limbCount <= 32 ? 1_000 : 100 }

    struct Size: CustomTestStringConvertible {
        var kernel: MontgomeryKernel
        var limbCount: Int
        var testDescription: String { "\(kernel.name), \(64 * limbCount) bits" }

        var generator: SeededGenerator { SeededGenerator(seed: UInt64(limbCount)) }
    }

    static let productSizes = MontgomeryKernel.supported.flatMap { kernel in
        kernel.productLimbCounts.map { Size(kernel: kernel, limbCount: $0) }
    }
    static let powerSizes = MontgomeryKernel.supported.flatMap { kernel in
        kernel.powerLimbCounts.map { Size(kernel: kernel, limbCount: $0) }
    }

    /// Lanes whose moduli are all of one shape, or mixed where `shape` is nil.
    func lanes(
        _ size: Size,
        _ shape: NumberShape?,
        using generator: inout SeededGenerator
    ) -> MontgomeryLanes {
        MontgomeryLanes(size.kernel, limbCount: size.limbCount) { _ in
            (shape ?? .some(using: &generator)).modulus(size.limbCount, using: &generator)
        }
    }

    @Test(arguments: productSizes)
    func productsAgreeWithGMP(_ size: Size) {
        var generator = size.generator
        let k = size.limbCount
        let radixBitCount = size.kernel.radixBitCount(k)
        let shapes = NumberShape.allCases.map(Optional.some) + [nil]
        let callCount = Self.productCount / size.kernel.laneCount / shapes.count
        for shape in shapes {
            let lanes = lanes(size, shape, using: &generator)
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
            #expect(wrong == 0, "modulus of shape \(String(describing: shape))")
        }
    }

    @Test(arguments: productSizes)
    func montgomeryFormThereAndBack(_ size: Size) {
        var generator = size.generator
        let k = size.limbCount
        for shape in NumberShape.allCases {
            let lanes = lanes(size, shape, using: &generator)
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
                    #expect(
                        unsafe residue(of: plain[lane], modulo: lanes.moduli[lane])
                            == Array(UnsafeBufferPointer(start: lanes.results[lane], count: k)),
                        "modulus \(shape), operand \(operand), lane \(lane)"
                    )
                }
            }
        }
    }

    func residue(of limbs: [UInt64], modulo modulus: UnsafeMutablePointer<UInt64>) -> [UInt64] {
        var residue = limbs
        unsafe oracle_power(&residue, limbs, limbs.count, [1], 1, modulus, limbs.count)
        return residue
    }

    @Test(arguments: productSizes)
    func publicPowersAgreeWithGMP(_ size: Size) {
        var generator = size.generator
        let k = size.limbCount
        for shape in NumberShape.allCases {
            let lanes = lanes(size, shape, using: &generator)
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
                        #expect(
                            matches(lanes, lane, baseCount: k, exponent: [exponents[lane]]),
                            "modulus \(shape), exponent \(exponents[lane]), lane \(lane)"
                        )
                    }
                }
            }
        }
    }

    /// Whether a lane's result is its a to the exponent.
    func matches(
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

    @Test(arguments: powerSizes)
    func powersAgreeWithGMP(_ size: Size) {
        var generator = size.generator
        let k = size.limbCount
        // Each shape of modulus with each shape of exponent, so windows of all zeros and all ones.
        for shape in NumberShape.allCases {
            let lanes = lanes(size, shape, using: &generator)
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
                    #expect(
                        matches(lanes, lane, baseCount: 2 * k, exponent: exponents[lane]),
                        "modulus \(shape), exponent \(exponentShape), lane \(lane)"
                    )
                }
            }
        }
    }

    @Test(arguments: powerSizes)
    func randomPowersAgreeWithGMP(_ size: Size) {
        var generator = size.generator
        let k = size.limbCount
        var wrong = 0
        var lanes = lanes(size, .random, using: &generator)
        for call in 0..<(Self.powerCount(limbCount: k) / size.kernel.laneCount) {
            if call.isMultiple(of: 10) { lanes = self.lanes(size, .random, using: &generator) }
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
        #expect(wrong == 0)
    }

    /// Squarings one after another: an intermediate that creeps up shows in the end.
    @Test(arguments: powerSizes)
    func longChainsOfSquaringsStayBounded(_ size: Size) {
        var generator = size.generator
        let k = size.limbCount
        for shape in [NumberShape.ones, .random, .leadingZeros] {
            let lanes = lanes(size, shape, using: &generator)
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
                #expect(
                    matches(lanes, lane, baseCount: 2 * k, exponent: exponent),
                    "modulus \(shape), lane \(lane)"
                )
            }
        }
    }

    @Test(arguments: MontgomeryKernel.supported)
    func sizesThatAreNotCoveredSaySo(_ kernel: MontgomeryKernel) {
        #expect(kernel.contextByteCount(0) == 0)
        #expect(kernel.contextByteCount(257) == 0)
    }
}
