import HandshakeCore
import SelfTestCases
import Testing

@Suite struct RSAKernelTests {
    @Test func decisionTable() {
        #expect(RSAKernel.best(on: .x86x64, features: []) == .gmp)
        #expect(RSAKernel.best(on: .x86x64, features: [.bmi2, .adx]) == .gmp)
        #expect(RSAKernel.best(on: .x86x64, features: [.bmi2, .adx, .avx2]) == .x86ADX)
        #expect(
            RSAKernel.best(on: .x86x64, features: [.bmi2, .adx, .avx2, .avx512, .avx512ifma])
                == .x86IFMA
        )
        #expect(
            RSAKernel.best(on: .x86x64, features: [.bmi2, .adx, .avx2, .avx512]) == .x86ADX
        )
        #expect(RSAKernel.best(on: .arm64, features: []) == .arm64)
        #expect(RSAKernel.best(on: .other, features: []) == .gmp)
    }

    /// Zen 4 and Intel's; not Zen 5, where it was not measured, and nothing that is unknown.
    @Test func decisionTableOfPackedPairs() {
        func packs(_ vendor: CPUMicroarchitecture.Vendor, _ family: Int, _ model: Int) -> Bool {
            RSAKernel.packsPairs(
                on: CPUMicroarchitecture(vendor: vendor, family: family, model: model)
            )
        }
        #expect(packs(.amd, 25, 17))
        #expect(packs(.amd, 25, 97))
        #expect(!packs(.amd, 26, 2))
        #expect(packs(.intel, 6, 207))
        #expect(!packs(.other, 0, 0))
    }

    @Test func bestIsSupportedAndChosen() throws {
        #expect(RSAKernel.best.isSupported)
        #expect(RSAKernel.best == RSAKernel.best(on: .current, features: .available))
        let key = try #require(RSATestKey.large.first).privateKey()
        #expect(key.kernel == .best)
        #expect(key.publicKey.kernel == .best)
    }

    /// A key keeps the kernel that it was asked for where that covers its size.
    @Test(arguments: RSATestKey.kernels)
    func keysRememberTheirKernel(_ kernel: RSAKernel) throws {
        let key = try #require(RSATestKey.large.first)
        #expect(try key.privateKey(kernel: kernel).kernel == kernel)
    }

    @Test func everyKernelOfThisArchitectureIsTriedOnACapableMachine() {
        for kernel in RSAKernel.allCases {
            guard let features = kernel.requiredFeatures(on: .current) else {
                #expect(!kernel.isSupported)
                continue
            }
            #expect(kernel.isSupported == CPUFeatures.available.isSuperset(of: features))
        }
    }

    /// What a key may choose on this machine is among the kernels that the tests of products and
    /// powers run on; what this machine lacks is named as skipped.
    @Test(arguments: RSAKernel.allCases)
    func supportedKernelsAreTestedAgainstGMP(_ kernel: RSAKernel) throws {
        if kernel == .gmp { return }  // is what the others are tested against
        guard kernel.isSupported else {
            try Test.cancel("this CPU cannot run \(kernel.rawValue)")
        }
        let tested = MontgomeryKernel.supported.filter { $0.name.hasPrefix(kernel.rawValue) }
        #expect(tested.count == (kernel == .x86IFMA ? 2 : 1))
        #expect(tested.allSatisfy { !$0.productLimbCounts.isEmpty && !$0.powerLimbCounts.isEmpty })
    }
}
