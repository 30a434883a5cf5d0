// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

/// Which kernel is chosen: by this CPU, and by any of this architecture.
package enum KernelChoiceCases {
    package static let all = [
        SelfTestCase("tables of kernels") { checks, _ in tables(&checks) },
        SelfTestCase("chosen kernels") { checks, _ in theBestAreThoseOfThisCPU(&checks) },
        SelfTestCase("decision table of AES-GCM") { checks, _ in aesGCM(&checks) },
        SelfTestCase("decision tables of SHA-2") { checks, _ in sha2(&checks) },
        SelfTestCase("decision table of RSA") { checks, _ in rsa(&checks) },
    ]

    private static func tables(_ checks: inout Checks) {
        table(AESGCMKernel.self, &checks)
        table(SHA256Kernel.self, &checks)
        table(SHA512Kernel.self, &checks)
        table(SHA256LanesKernel.self, &checks)
        table(SHA512LanesKernel.self, &checks)
        table(RSAKernel.self, &checks)
        checks.check(AESGCMKernel.portable.name == "portable")
        checks.check(RSAKernel.all.dropLast().last == .gmp, "GMP is faster than portable C")
    }

    private static func table<KernelType: Kernel>(
        _ type: KernelType.Type,
        _ checks: inout Checks
    ) {
        let all = KernelType.all
        checks.check(Set(all.map(\.name)).count == all.count, "\(type): two of one name")
        checks.check(Set(all).count == all.count, "\(type): one twice")
        checks.check(all.last?.requiredFeatures == [], "\(type): the last is not portable")
        checks.check(all.contains(.best) && KernelType.best.isSupported, "\(type)")
        for kernel in all {
            checks.check(!kernel.name.isEmpty && !kernel.name.contains(" "), kernel.name)
            checks.check(KernelType(kernel.name) == kernel, kernel.name)
            checks.check("\(kernel)" == kernel.name, kernel.name)
            // On a CPU that has what a kernel needs, it is not left out.
            let isCapable = CPUFeatures.available.isSuperset(of: kernel.requiredFeatures)
            checks.check(kernel.isSupported == isCapable, kernel.name)
            checks.check(KernelType.supported.contains(kernel) == isCapable, kernel.name)
        }
        checks.check(KernelType("none of this name") == nil)
    }

    private static func theBestAreThoseOfThisCPU(_ checks: inout Checks) {
        checks.check(RSAKernel.best == .best(for: .available))
        checks.check(AESGCMKernel.best == .best(for: .available))
        checks.check(SHA256Kernel.best == .best(for: .available))
        checks.check(SHA512Kernel.best == .best(for: .available))
        checks.check(SHA256LanesKernel.best == .best(for: .available))
        checks.check(SHA512LanesKernel.best == .best(for: .available))
        checks.check(HashKernels.best.sha256 == .best && HashKernels.best.sha512 == .best)
        checks.check(HashKernels.best.name(for: .sha384) == SHA512Kernel.best.name)
        checks.check(HashKernels.best.name(for: .sha1) == "portable")
    }

    #if arch(x86_64)
    private static let aesni: CPUFeatures = [.aes, .pclmulqdq, .ssse3, .sse41, .avx]

    private static func aesGCM(_ checks: inout Checks) {
        func check(_ features: CPUFeatures, _ name: String) {
            let chosen = AESGCMKernel.best(for: features).name
            checks.check(chosen == name, "\(chosen), not \(name)")
        }
        check([], "portable")
        check(aesni, "x86_aesni")
        for feature in [.aes, .pclmulqdq, .ssse3, .sse41, .avx] as [CPUFeatures] {
            check(aesni.subtracting(feature), "portable")
        }
        let vaes256 = aesni.union([.vaes, .vpclmulqdq, .avx2])
        check(vaes256, "x86_vaes256")
        for feature in [.vaes, .vpclmulqdq, .avx2] as [CPUFeatures] {
            check(vaes256.subtracting(feature), "x86_aesni")
        }
        let vaes512 = vaes256.union(.avx512).union(.bmi2)
        check(vaes512, "x86_vaes512")
        for feature in [.avx512f, .avx512dq, .avx512bw, .avx512vl, .bmi2] as [CPUFeatures] {
            check(vaes512.subtracting(feature), "x86_vaes256")
        }
    }

    private static func sha2(_ checks: inout Checks) {
        let everything: CPUFeatures = [
            .ssse3, .sse41, .avx, .avx2, .bmi2, .shani, .avx512,
        ]
        checks.check(SHA256Kernel.best(for: everything).name == "x86_shani_avx")
        checks.check(SHA256Kernel.best(for: [.shani, .avx]).name == "x86_shani_avx")
        checks.check(SHA256Kernel.best(for: [.shani, .sse41, .ssse3]).name == "x86_shani")
        checks.check(SHA256Kernel.best(for: [.shani, .ssse3]) == .portable)
        checks.check(SHA256Kernel.best(for: everything.subtracting(.shani)) == .portable)
        checks.check(SHA256Kernel.best(for: [.sha256]) == .portable)

        checks.check(SHA512Kernel.best(for: everything).name == "x86_avx512vl")
        checks.check(SHA512Kernel.best(for: everything.subtracting(.avx512vl)).name == "x86_avx2")
        checks.check(SHA512Kernel.best(for: [.avx2, .bmi2]).name == "x86_avx2")
        checks.check(SHA512Kernel.best(for: everything.subtracting(.bmi2)) == .portable)
        checks.check(SHA512Kernel.best(for: []) == .portable)

        checks.check(SHA256LanesKernel.best(for: everything).name == "x86_avx512_x16")
        checks.check(SHA256LanesKernel.best(for: everything.subtracting(.avx512)) == .single)
        checks.check(SHA256LanesKernel.best(for: [.avx2]).name == "x86_avx2_x8")
        checks.check(SHA256LanesKernel.best(for: []) == .single)
        checks.check(SHA512LanesKernel.best(for: everything).name == "x86_avx512_x8")
        checks.check(SHA512LanesKernel.best(for: [.avx2]).name == "x86_avx2_x4")
        checks.check(SHA512LanesKernel.best(for: []) == .single)
    }

    private static func rsa(_ checks: inout Checks) {
        func check(_ features: CPUFeatures, _ cpu: CPUMicroarchitecture, _ name: String) {
            let chosen = RSAKernel.best(for: features, on: cpu).name
            checks.check(chosen == name, "\(chosen), not \(name)")
        }
        let zen4 = CPUMicroarchitecture.amd(family: 25, model: 17)
        let ifma: CPUFeatures = [.bmi2, .adx, .avx2, .avx512, .avx512ifma]
        check([], zen4, "gmp")
        check([.bmi2, .adx], zen4, "gmp")
        check([.bmi2, .adx, .avx2], zen4, "x86_avx2_pair")
        check([.bmi2, .adx, .avx2], .amd(family: 23, model: 49), "x86_adx")
        check([.bmi2, .adx, .avx2], .intel(family: 6, model: 79), "x86_adx")
        check(ifma.subtracting(.avx512ifma), zen4, "x86_avx2_pair")
        check([.bmi2, .adx, .avx2, .avxifma], .intel(family: 6, model: 175), "x86_avx_ifma")
        check([.avx2, .avxifma], .unknown, "x86_avx_ifma")
        check([.bmi2, .adx, .avxifma], .unknown, "gmp")
        check(ifma.union(.avxifma), .unknown, "x86_ifma_x1")
        check(ifma, zen4, "x86_ifma_x1_packed")
        check(ifma, .intel(family: 6, model: 207), "x86_ifma_x1_packed")
        check(ifma, .amd(family: 26, model: 2), "x86_ifma_x1")
        check(ifma, .unknown, "x86_ifma_x1")
        // A key of a size that the first does not cover takes the next one.
        checks.check(
            RSAKernel.preferred(for: ifma, on: zen4).map(\.name)
                == [
                    "x86_ifma_x1_packed", "x86_ifma_x1", "x86_avx2_pair", "x86_adx", "gmp",
                    "portable",
                ]
        )
    }
    #elseif arch(arm64)
    private static func aesGCM(_ checks: inout Checks) {
        checks.check(AESGCMKernel.best(for: [.aes, .pmull, .sha3]).name == "arm_crypto_eor3")
        checks.check(AESGCMKernel.best(for: [.aes, .pmull]).name == "arm_crypto")
        checks.check(AESGCMKernel.best(for: [.aes, .sha3]) == .portable)
        checks.check(AESGCMKernel.best(for: [.aes]) == .portable)
        checks.check(AESGCMKernel.best(for: [.pmull]) == .portable)
        checks.check(AESGCMKernel.best(for: []) == .portable)
    }

    private static func sha2(_ checks: inout Checks) {
        checks.check(SHA256Kernel.best(for: [.sha256]).name == "arm_crypto")
        checks.check(SHA256Kernel.best(for: [.sha512, .shani]) == .portable)
        checks.check(SHA512Kernel.best(for: [.sha256, .sha512]).name == "arm_crypto")
        checks.check(SHA512Kernel.best(for: [.sha256]) == .portable)
        checks.check(SHA256LanesKernel.best(for: [.sha256]) == .single)
        checks.check(SHA512LanesKernel.best(for: [.sha512]) == .single)
    }

    private static func rsa(_ checks: inout Checks) {
        func check(_ cpu: CPUMicroarchitecture, _ names: [String]) {
            let chosen = RSAKernel.preferred(for: [], on: cpu).map(\.name)
            checks.check(chosen == names, "\(chosen), not \(names)")
        }
        let withoutPairs = ["arm64", "gmp", "portable"]
        // Neoverse N1, V1 and V2, Cortex-A72, A76 and A76AE.
        for part in [0xD0C, 0xD40, 0xD4F, 0xD08, 0xD0B, 0xD0E] {
            check(.arm64(implementer: 0x41, part: part), ["arm64_neon_pair"] + withoutPairs)
        }
        // Neoverse N2, Cortex-A57, another vendor's, Apple's, and what is unknown.
        for part in [0xD49, 0xD07] {
            check(.arm64(implementer: 0x41, part: part), withoutPairs)
        }
        check(.arm64(implementer: 0x46, part: 0xD0C), withoutPairs)
        check(.arm64(implementer: 0x61, part: 0), withoutPairs)
        check(.unknown, withoutPairs)
    }
    #else
    private static let everything = CPUFeatures(rawValue: .max)

    private static func aesGCM(_ checks: inout Checks) {
        checks.check(AESGCMKernel.best(for: everything) == .portable)
    }

    private static func sha2(_ checks: inout Checks) {
        checks.check(SHA256Kernel.best(for: everything) == .portable)
        checks.check(SHA512Kernel.best(for: everything) == .portable)
    }

    private static func rsa(_ checks: inout Checks) {
        checks.check(RSAKernel.best(for: everything) == .gmp)
    }
    #endif
}
