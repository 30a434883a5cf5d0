import HandshakeCPU
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
}
