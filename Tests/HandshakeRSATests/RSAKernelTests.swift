import HandshakeCPU
import HandshakeRSA
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
}
