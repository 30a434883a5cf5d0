// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import Testing

@Suite struct CPUMicroarchitectureTests {
    /// Zen 4 and Intel's; not Zen 5, where it was not measured, and nothing that is unknown.
    @Test func packedPairs() {
        func packs(_ cpu: CPUMicroarchitecture) -> Bool { cpu.prefers("x86_ifma_x1_packed") }
        #expect(packs(.amd(family: 25, model: 17)))
        #expect(packs(.amd(family: 25, model: 97)))
        #expect(!packs(.amd(family: 26, model: 2)))
        #expect(packs(.intel(family: 6, model: 207)))
        #expect(!packs(.arm64(implementer: 0x41, part: 0xD0C)))
        #expect(!packs(.unknown))
    }

    /// All but those that start one vector product a cycle: Zen 1 and 2, and Broadwell.
    @Test func pairsInAVX2Lanes() {
        func pairs(_ cpu: CPUMicroarchitecture) -> Bool { cpu.prefers("x86_avx2_pair") }
        #expect(pairs(.amd(family: 25, model: 1)))
        #expect(!pairs(.amd(family: 23, model: 1)))
        #expect(!pairs(.amd(family: 23, model: 49)))
        for model in [61, 71, 79, 86] { #expect(!pairs(.intel(family: 6, model: model))) }
        #expect(pairs(.intel(family: 6, model: 85)))
        #expect(pairs(.intel(family: 6, model: 151)))
        #expect(pairs(.unknown))
    }

    /// Neoverse N1, V1 and V2, Cortex-A72, A76 and A76AE; not Neoverse N2.
    @Test func pairsInNEONLanes() {
        func pairs(_ cpu: CPUMicroarchitecture) -> Bool { cpu.prefers("arm64_neon_pair") }
        for part in [0xD0C, 0xD08, 0xD0B, 0xD0E, 0xD40, 0xD4F] {
            #expect(pairs(.arm64(implementer: 0x41, part: part)))
            #expect(!pairs(.arm64(implementer: 0x46, part: part)))
        }
        #expect(!pairs(.arm64(implementer: 0x41, part: 0xD49)))
        #expect(!pairs(.arm64(implementer: 0x61, part: 0)))
        #expect(!pairs(.intel(family: 6, model: 207)))
        #expect(!pairs(.unknown))
    }

    /// What no rule names is chosen by its features alone.
    @Test func otherKernels() {
        for cpu: CPUMicroarchitecture in [
            .amd(family: 26, model: 2), .intel(family: 6, model: 207),
            .arm64(implementer: 0x41, part: 0xD0C), .unknown,
        ] {
            #expect(cpu.prefers("portable"))
            #expect(cpu.prefers("no kernel"))
        }
    }

    #if arch(x86_64) || arch(arm64)
    /// A rule for a kernel that is called otherwise would go unnoticed.
    @Test func rulesNameKernels() {
        let names =
            RSAKernel.all.map(\.name) + AESGCMKernel.all.map(\.name) + SHA256Kernel.all.map(\.name)
            + SHA512Kernel.all.map(\.name) + SHA256LanesKernel.all.map(\.name)
            + SHA512LanesKernel.all.map(\.name)
        #if arch(x86_64)
        let architecture = "x86"
        #else
        let architecture = "arm"
        #endif
        for name in CPUMicroarchitecture.rules.keys where name.hasPrefix(architecture) {
            #expect(names.count { $0 == name } == 1, "\(name)")
        }
    }
    #endif

    #if os(Linux) && arch(x86_64)
    /// The kernel's own account of the CPU.
    @Test func agreesWithLinux() throws {
        let text = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        func field(_ name: String) -> String? {
            text.split(separator: "\n").first { $0.hasPrefix("\(name)\t") }?
                .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let family = field("cpu family").flatMap { Int($0) } ?? 0
        let model = field("model").flatMap { Int($0) } ?? 0
        switch field("vendor_id") {
        case "GenuineIntel":
            #expect(CPUMicroarchitecture.current == .intel(family: family, model: model))
        case "AuthenticAMD":
            #expect(CPUMicroarchitecture.current == .amd(family: family, model: model))
        default: #expect(CPUMicroarchitecture.current == .unknown)
        }
    }
    #endif
}
