import HandshakeCPU
import HandshakeSymmetric
import Testing

/// Which kernel is chosen for which CPU.
@Suite struct HashKernelTests {
    #if arch(x86_64)
    static let everything: CPUFeatures = [
        .ssse3, .sse41, .avx, .avx2, .bmi2, .shani, .avx512,
    ]

    @Test func decisionTableOfSHA256() {
        #expect(SHA256Kernel.best(for: Self.everything) == .x86SHANIAVX)
        #expect(SHA256Kernel.best(for: [.shani, .avx]) == .x86SHANIAVX)
        #expect(SHA256Kernel.best(for: [.shani, .sse41, .ssse3]) == .x86SHANI)
        #expect(SHA256Kernel.best(for: [.shani, .ssse3]) == .portable)
        #expect(SHA256Kernel.best(for: Self.everything.subtracting(.shani)) == .portable)
        #expect(SHA256Kernel.best(for: [.sha256]) == .portable)
    }

    @Test func decisionTableOfSHA512() {
        #expect(SHA512Kernel.best(for: Self.everything) == .x86AVX512VL)
        #expect(SHA512Kernel.best(for: Self.everything.subtracting(.avx512vl)) == .x86AVX2)
        #expect(SHA512Kernel.best(for: [.avx2, .bmi2]) == .x86AVX2)
        #expect(SHA512Kernel.best(for: Self.everything.subtracting(.bmi2)) == .portable)
        #expect(SHA512Kernel.best(for: []) == .portable)
    }

    @Test func decisionTableOfLanes() {
        #expect(SHA256LanesKernel.best(for: Self.everything) == .x86AVX512x16)
        #expect(SHA256LanesKernel.best(for: Self.everything.subtracting(.avx512)) == .single)
        #expect(SHA256LanesKernel.best(for: [.avx2]) == .x86AVX2x8)
        #expect(SHA256LanesKernel.best(for: []) == .single)
        #expect(SHA512LanesKernel.best(for: Self.everything) == .x86AVX512x8)
        #expect(SHA512LanesKernel.best(for: [.avx2]) == .x86AVX2x4)
        #expect(SHA512LanesKernel.best(for: []) == .single)
    }
    #elseif arch(arm64)
    @Test func decisionTable() {
        #expect(SHA256Kernel.best(for: [.sha256]) == .armCrypto)
        #expect(SHA256Kernel.best(for: [.sha512, .shani]) == .portable)
        #expect(SHA512Kernel.best(for: [.sha256, .sha512]) == .armCrypto)
        #expect(SHA512Kernel.best(for: [.sha256]) == .portable)
        #expect(SHA256LanesKernel.best(for: [.sha256]) == .single)
        #expect(SHA512LanesKernel.best(for: [.sha512]) == .single)
    }
    #endif

    @Test func theBestIsWhatTheTableSaysForThisCPU() {
        #expect(HashKernels.best.sha256 == SHA256Kernel.best(for: .available))
        #expect(HashKernels.best.sha512 == SHA512Kernel.best(for: .available))
        #expect(HashKernels.best.sha256.isSupported && HashKernels.best.sha512.isSupported)
        #expect(HashKernels.best.name(for: .sha384) == SHA512Kernel.best.rawValue)
        #expect(HashKernels.best.name(for: .sha1) == "portable")
    }
}
