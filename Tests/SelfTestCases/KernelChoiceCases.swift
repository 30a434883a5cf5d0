internal import HandshakeCore

/// Which kernel is chosen: by this CPU, and by any of this architecture.
package enum KernelChoiceCases {
    package static let all = [
        SelfTestCase("chosen kernels") { checks, _ in theBestAreThoseOfThisCPU(&checks) },
        SelfTestCase("decision tables of SHA-2") { checks, _ in decisionTables(&checks) },
    ]

    private static func theBestAreThoseOfThisCPU(_ checks: inout Checks) {
        checks.check(RSAKernel.best == .best(on: .current, features: .available))
        checks.check(AESGCMKernel.best == .best(for: .available))
        checks.check(SHA256Kernel.best == .best(for: .available))
        checks.check(SHA512Kernel.best == .best(for: .available))
        checks.check(RSAKernel.best.isSupported && AESGCMKernel.best.isSupported)
        checks.check(SHA256Kernel.best.isSupported && SHA512Kernel.best.isSupported)
        checks.check(HashKernels.best.sha256 == .best && HashKernels.best.sha512 == .best)
        checks.check(HashKernels.best.name(for: .sha384) == SHA512Kernel.best.rawValue)
        checks.check(HashKernels.best.name(for: .sha1) == "portable")
    }

    #if arch(x86_64)
    private static func decisionTables(_ checks: inout Checks) {
        let everything: CPUFeatures = [
            .ssse3, .sse41, .avx, .avx2, .bmi2, .shani, .avx512,
        ]
        checks.check(SHA256Kernel.best(for: everything) == .x86SHANIAVX)
        checks.check(SHA256Kernel.best(for: [.shani, .avx]) == .x86SHANIAVX)
        checks.check(SHA256Kernel.best(for: [.shani, .sse41, .ssse3]) == .x86SHANI)
        checks.check(SHA256Kernel.best(for: [.shani, .ssse3]) == .portable)
        checks.check(SHA256Kernel.best(for: everything.subtracting(.shani)) == .portable)
        checks.check(SHA256Kernel.best(for: [.sha256]) == .portable)

        checks.check(SHA512Kernel.best(for: everything) == .x86AVX512VL)
        checks.check(SHA512Kernel.best(for: everything.subtracting(.avx512vl)) == .x86AVX2)
        checks.check(SHA512Kernel.best(for: [.avx2, .bmi2]) == .x86AVX2)
        checks.check(SHA512Kernel.best(for: everything.subtracting(.bmi2)) == .portable)
        checks.check(SHA512Kernel.best(for: []) == .portable)

        checks.check(SHA256LanesKernel.best(for: everything) == .x86AVX512x16)
        checks.check(SHA256LanesKernel.best(for: everything.subtracting(.avx512)) == .single)
        checks.check(SHA256LanesKernel.best(for: [.avx2]) == .x86AVX2x8)
        checks.check(SHA256LanesKernel.best(for: []) == .single)
        checks.check(SHA512LanesKernel.best(for: everything) == .x86AVX512x8)
        checks.check(SHA512LanesKernel.best(for: [.avx2]) == .x86AVX2x4)
        checks.check(SHA512LanesKernel.best(for: []) == .single)
    }
    #elseif arch(arm64)
    private static func decisionTables(_ checks: inout Checks) {
        checks.check(SHA256Kernel.best(for: [.sha256]) == .armCrypto)
        checks.check(SHA256Kernel.best(for: [.sha512, .shani]) == .portable)
        checks.check(SHA512Kernel.best(for: [.sha256, .sha512]) == .armCrypto)
        checks.check(SHA512Kernel.best(for: [.sha256]) == .portable)
        checks.check(SHA256LanesKernel.best(for: [.sha256]) == .single)
        checks.check(SHA512LanesKernel.best(for: [.sha512]) == .single)
    }
    #else
    private static func decisionTables(_ checks: inout Checks) {
        checks.check(SHA256Kernel.best(for: CPUFeatures(rawValue: .max)) == .portable)
        checks.check(SHA512Kernel.best(for: CPUFeatures(rawValue: .max)) == .portable)
    }
    #endif
}
