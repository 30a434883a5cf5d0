// SPDX-License-Identifier: Apache-2.0

import CHandshakeKernels
import HandshakeCore
import Testing

@Suite struct CPUFeaturesTests {
    @Test func namesCoverEveryBitOnce() {
        var all: CPUFeatures = []
        for entry in CPUFeatures.allNames {
            #expect(all.isDisjoint(with: entry.features), "\(entry.name) shares a bit")
            all.formUnion(entry.features)
        }
        #expect(CPUFeatures.detected.isSubset(of: all))
    }

    @Test func disableListTakesNamesGroupsAndAll() {
        let some = CPUFeatures.parsingDisabled("avx512ifma, VAES")
        #expect(some.features == [.avx512ifma, .vaes])
        #expect(some.unknown.isEmpty)
        let group = CPUFeatures.parsingDisabled("avx512").features
        #expect(group.isSuperset(of: [.avx512f, .avx512bw, .avx512ifma]))
        #expect(!group.contains(.avx2))
        #expect(CPUFeatures.parsingDisabled("all").features.isSuperset(of: .detected))
        #expect(CPUFeatures.parsingDisabled("").features.isEmpty)
    }

    @Test func unknownNamesAreReported() {
        #expect(CPUFeatures.parsingDisabled("avx513,aes").unknown == ["avx513"])
        #expect(CPUFeatures.unknownDisabledNames.isEmpty)
    }

    @Test func disablingOnlyTakesAway() {
        #expect(CPUFeatures.available.isSubset(of: .detected))
    }

    /// Linux's bits 3, 4, 6, 17 and 21 of AT_HWCAP on arm64.
    @Test func hardwareCapabilitiesOfLinux() {
        let names: [(bit: Int, feature: CPUFeatures)] = [
            (3, .aes), (4, .pmull), (6, .sha256), (17, .sha3), (21, .sha512),
        ]
        for bit in 0..<64 {
            let found = CPUFeatures(rawValue: handshake_cpu_from_hwcap(1 << UInt64(bit)))
            #expect(found == names.first { $0.bit == bit }?.feature ?? [], "bit \(bit)")
        }
        let all: CPUFeatures = [.aes, .pmull, .sha256, .sha512, .sha3]
        #expect(CPUFeatures(rawValue: handshake_cpu_from_hwcap(.max)) == all)
    }

    @Test func namesOfMacOS() {
        let all: CPUFeatures = [.aes, .pmull, .sha256, .sha512, .sha3]
        let everyName = unsafe handshake_cpu_from_sysctl {
            unsafe String(cString: $0!).hasPrefix("hw.optional.arm.FEAT_") ? 1 : 0
        }
        #expect(CPUFeatures(rawValue: everyName) == all)
        let onlySHA512 = unsafe handshake_cpu_from_sysctl {
            unsafe String(cString: $0!) == "hw.optional.arm.FEAT_SHA512" ? 1 : 0
        }
        #expect(CPUFeatures(rawValue: onlySHA512) == .sha512)
        let noName = unsafe handshake_cpu_from_sysctl { _ in 0 }
        #expect(CPUFeatures(rawValue: noName) == [])
    }
}
