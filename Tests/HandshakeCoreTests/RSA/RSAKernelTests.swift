// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Testing

@Suite struct RSAKernelTests {
    @Test func bestIsSupportedAndChosen() throws {
        #expect(RSAKernel.best.isSupported)
        #expect(RSAKernel.best == RSAKernel.best(for: .available))
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

    /// What a key may choose on this machine is among the kernels that the tests of products and
    /// powers run on; what this machine lacks is named as skipped.
    @Test(arguments: RSAKernel.all)
    func supportedKernelsAreTestedAgainstGMP(_ kernel: RSAKernel) throws {
        if kernel == .gmp { return }  // is what the others are tested against
        guard kernel.isSupported else { try Test.cancel("this CPU cannot run \(kernel)") }
        for name in [kernel.name, kernel.lanesName].compactMap(\.self) {
            let tested = MontgomeryKernel.supported.filter { $0.name == name }
            #expect(tested.count == 1)
            // The halves of RSA-2048, 3072 and 4096 at least.
            #expect(tested.allSatisfy { Set($0.powerLimbCounts).isSuperset(of: [16, 24, 32]) })
            #expect(tested.allSatisfy { Set($0.productLimbCounts).isSuperset(of: [32, 48, 64]) })
        }
    }
}
