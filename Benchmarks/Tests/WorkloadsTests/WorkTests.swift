import Testing
import Workloads

@Suite struct WorkTests {
    /// The published counts, in 52-bit multiply-adds.
    @Test(arguments: [(2048, 3_154_560), (3072, 10_604_160), (4096, 25_072_640)])
    func privateOperation(_ bitCount: Int, _ count: Int) {
        let rule = ProductCount(partsPerProduct: 2)
        #expect(rule.privateOperation(bitCount: bitCount, digitBitCount: 52) == count)
        let peak = Work.rsaPrivate(bitCount: bitCount).peak(kernel: "x86_ifma")
        #expect(peak?.name == "ifma512")
        #expect(peak?.units == Double(count) / 8)
    }

    @Test(arguments: [(2048, 83_840), (3072, 188_160), (4096, 325_796)])
    func publicOperation(_ bitCount: Int, _ count: Int) {
        let rule = ProductCount(partsPerProduct: 2)
        #expect(rule.publicOperation(bitCount: bitCount, digitBitCount: 52) == count)
    }

    @Test func recordsAreCountedByTheirBytes() {
        let work = Work.gcm(keyBitCount: 256, byteCount: 1350)
        #expect(work.peak(kernel: "x86_vaes512")?.name == "vaes512-14-3")
        #expect(work.peak(kernel: "x86_vaes512")?.units == 1350.0 / 64)
        #expect(work.peak(kernel: "x86_aesni")?.units == 1350.0 / 16)
        #expect(work.peak(kernel: "portable") == nil)
    }
}
