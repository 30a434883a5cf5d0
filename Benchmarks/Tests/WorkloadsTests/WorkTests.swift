// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import Measurement
import Testing
import Workloads

@Suite struct WorkTests {
    /// The published counts, in 52-bit multiply-adds.
    @Test(arguments: [(2048, 3_154_560), (3072, 10_604_160), (4096, 25_072_640)])
    func privateOperation(_ bitCount: Int, _ count: Int) {
        let rule = ProductCount(partsPerProduct: 2)
        #expect(rule.privateOperation(bitCount: bitCount, digitBitCount: 52) == count)
        let peak = Work.rsaPrivate(bitCount: bitCount).peak(kernel: "x86_ifma_x1")
        #expect(peak?.name == "ifma512")
        #expect(peak?.units == Double(count) / 8)
    }

    @Test(arguments: [(2048, 83_840), (3072, 188_160), (4096, 325_796)])
    func publicOperation(_ bitCount: Int, _ count: Int) {
        let rule = ProductCount(partsPerProduct: 2)
        #expect(rule.publicOperation(bitCount: bitCount, digitBitCount: 52) == count)
    }

    /// Digits of 29 bits, four products an instruction; public operations are made of 64-bit products.
    @Test func pairsInAVX2Lanes() {
        let squaring = 36 * 37 / 2 + 36 * 36
        let product = 2 * 36 * 36
        let peak = Work.rsaPrivate(bitCount: 2048).peak(kernel: "x86_avx2_pair")
        #expect(peak?.units == Double(2 * (1024 * squaring + 205 * product)) / 4)
        let publicPeak = Work.rsaPublic(bitCount: 2048).peak(kernel: "x86_avx2_pair")
        #expect(publicPeak?.units == Work.rsaPublic(bitCount: 2048).peak(kernel: "x86_adx")?.units)
    }

    @Test func recordsAreCountedByTheirBytes() {
        let work = Work.gcm(keyBitCount: 256, byteCount: 1350)
        #expect(work.peak(kernel: "x86_vaes512")?.name == "vaes512-14-3")
        #expect(work.peak(kernel: "x86_vaes512")?.units == 1350.0 / 64)
        #expect(work.peak(kernel: "x86_aesni")?.units == 1350.0 / 16)
        #expect(work.peak(kernel: "portable") == nil)
    }

    /// Each kernel of each table has its line, and the peak that the line names is there.
    @Test func everyKernelHasItsPeakCount() {
        for kernel in RSAKernel.all {
            for name in [kernel.name, kernel.lanesName].compactMap(\.self) {
                #expect(KernelPeaks.rsa.keys.contains(name), "RSA: \(name)")
                expectPeak(.rsaPrivate(bitCount: 2048), name)
            }
        }
        for name in AESGCMKernel.all.map(\.name) {
            #expect(KernelPeaks.gcm.keys.contains(name), "AES-GCM: \(name)")
            expectPeak(.gcm(keyBitCount: 128, byteCount: 64), name)
            expectPeak(.gcm(keyBitCount: 256, byteCount: 64), name)
        }
        let lanes256 = SHA256LanesKernel.all.filter { $0 != .single }.map(\.name)
        for name in SHA256Kernel.all.map(\.name) + lanes256 {
            #expect(KernelPeaks.sha256.keys.contains(name), "SHA-256: \(name)")
            expectPeak(.sha256(compressions: 1), name)
        }
        let lanes512 = SHA512LanesKernel.all.filter { $0 != .single }.map(\.name)
        for name in SHA512Kernel.all.map(\.name) + lanes512 {
            #expect(KernelPeaks.sha512.keys.contains(name), "SHA-512: \(name)")
            expectPeak(.sha512(compressions: 1), name)
        }
    }

    private func expectPeak(_ work: Work, _ kernel: String) {
        guard let peak = work.peak(kernel: kernel) else { return }
        #expect(Peak.named(peak.name) != nil, "\(kernel): \(peak.name)")
    }
}
