// SPDX-License-Identifier: Apache-2.0

private import CHandshakeKernels

/// Which design a CPU is of, where kernels with the same features differ in speed between designs.
package enum CPUMicroarchitecture: Sendable, Hashable {
    /// As the vendor counts them: family 6, model 207 for Emerald Rapids.
    case intel(family: Int, model: Int)
    /// Family 25, model 17 for one with Zen 4.
    case amd(family: Int, model: Int)
    /// As MIDR_EL1 has them: 0x41 and 0xD0C for Neoverse N1. macOS tells no part: zero.
    case arm64(implementer: Int, part: Int)
    case unknown

    /// This machine's.
    package static let current: CPUMicroarchitecture = {
        let identity = handshake_cpu_identify()
        let family = Int(identity.family)
        let model = Int(identity.model)
        switch Int(identity.vendor) {
        case HANDSHAKE_CPU_VENDOR_INTEL: return .intel(family: family, model: model)
        case HANDSHAKE_CPU_VENDOR_AMD: return .amd(family: family, model: model)
        default: break
        }
        guard identity.implementer != 0 else { return .unknown }
        return .arm64(implementer: Int(identity.implementer), part: Int(identity.part))
    }()

    // MARK: The decision table

    /// Whether a kernel is faster on this design than those that follow it in their table, as far as
    /// that was measured. What no rule names is, wherever its features are there.
    package func prefers(_ kernel: String) -> Bool {
        Self.rules[kernel]?(self) ?? true
    }

    /// The kernels that are chosen on some designs only, by name.
    package static let rules: [String: @Sendable (CPUMicroarchitecture) -> Bool] = [
        // Where the lanes or the front end are the bound. On Zen 4 it takes 0.83, 0.96 and 0.94 of the
        // time of x86_ifma_x1 for private operations of 2048, 3072 and 4096 bits (`handshake-bench
        // ab`). Intel's are judged by a trial of the exponentiations alone on Emerald Rapids; on Zen 5
        // it was not tried.
        "x86_ifma_x1_packed": { $0.isIntel || $0.isZen4 },
        // On Zen 3 private operations of 2048, 3072 and 4096 bits take OpenSSL 3.5, which x86_adx is
        // behind, 1.28, 1.43 and 1.52 times as long (`scripts/bench --current-peers`). Its bound are
        // VPMULDQ and VPADDQ, of which Zen 3, and Intel's since Skylake, start about three a cycle; earlier
        // ones start one VPMULDQ a cycle, Zen 1 half of one, and were not tried.
        "x86_avx2_pair": { !$0.isBroadwell && !$0.isZen1Or2 },
        // Estimated (`scripts/estimate-aarch64`): a pair of squares of 1024, 1536 and 2048 bits takes, of
        // the time of two by arm64, 0.34, 0.32 and 0.31 on Neoverse N1, where half a 64-bit product takes
        // three cycles and two of 32 bits with their sums one; 0.86, 0.75 and 0.86 on V1 and 0.83, 0.80
        // and 0.80 on V2, which multiply twice as many 32-bit numbers a cycle; 1.42 to 1.47 on N2.
        "arm64_neon_pair": { $0.multipliesFasterInLanes },
    ]

    private var isIntel: Bool {
        if case .intel = self { true } else { false }
    }

    /// The design with ADX before Skylake.
    private var isBroadwell: Bool {
        guard case .intel(family: 6, let model) = self else { return false }
        return [61, 71, 79, 86].contains(model)
    }

    private var isZen1Or2: Bool {
        if case .amd(family: 23, _) = self { true } else { false }
    }

    /// Arm's Neoverse N1; Cortex-A76 and A76AE, the core that it was made of; Cortex-A72, which
    /// multiplies at the same rates (OpenSSL takes NEON for RSA on N1 and A72); Neoverse V1 and V2.
    private var multipliesFasterInLanes: Bool {
        guard case .arm64(implementer: 0x41, let part) = self else { return false }
        return [0xD0C, 0xD0B, 0xD0E, 0xD08, 0xD40, 0xD4F].contains(part)
    }

    /// Family 25 has Zen 3 too, which lacks AVX-512: a kernel that needs it tells the two apart.
    private var isZen4: Bool {
        if case .amd(family: 25, _) = self { true } else { false }
    }
}
