// SPDX-License-Identifier: Apache-2.0

import HandshakeTLS
import TestSupport
import Testing

extension TLS12Tests {
    @Suite(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
    struct PRFAllocationTests {
        @Test(arguments: CipherSuiteHash.allCases)
        func derivingAllocatesNothing(_ hash: CipherSuiteHash) throws {
            let prf = TLS12.PRF(hash)
            let secret = [UInt8](repeating: 1, count: 48)
            let random = [UInt8](repeating: 2, count: 32)
            let secrets = [UInt8](repeating: 3, count: 48 * 17)
            let randoms = [UInt8](repeating: 4, count: 64 * 17)
            let digest = [UInt8](repeating: 5, count: prf.hashByteCount)
            var master = secret
            var masters = secrets
            var block = [UInt8](repeating: 0, count: 40)
            var data = [UInt8](repeating: 0, count: 12)
            func round() throws(KeyDerivationError) {
                var output = master.mutableSpan
                try prf.masterSecret(
                    premasterSecret: secret.span,
                    clientRandom: random.span,
                    serverRandom: random.span,
                    into: &output
                )
                output = block.mutableSpan
                try prf.keyBlock(
                    shape: .aes128GCM,
                    masterSecret: secret.span,
                    clientRandom: random.span,
                    serverRandom: random.span,
                    into: &output
                )
                output = data.mutableSpan
                try prf.verifyData(
                    sender: .client,
                    masterSecret: secret.span,
                    handshakeHash: digest.span,
                    into: &output
                )
                try prf.exportKeyingMaterial(
                    masterSecret: secret.span,
                    label: digest.span,
                    clientRandom: random.span,
                    serverRandom: random.span,
                    context: randoms.span,
                    into: &output
                )
                output = masters.mutableSpan
                try prf.masterSecrets(
                    count: 17,
                    premasterSecrets: secrets.span,
                    randoms: randoms.span,
                    into: &output
                )
            }
            try round()
            #expect(try allocationCount(round) == 0)
        }
    }
}
