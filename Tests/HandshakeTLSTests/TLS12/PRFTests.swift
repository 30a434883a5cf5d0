// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS
import SelfTestCases
import TestSupport
import Testing

extension TLS12Tests {
    @Suite struct PRFTests {
        @Test(arguments: KeyDerivationCases.all)
        func holds(_ testCase: SelfTestCase) {
            #expect(testCase.run(.full).failures == [])
        }

        @Test(arguments: CipherSuiteHash.allCases)
        func nothingAskedIsNothingWritten(_ hash: CipherSuiteHash) {
            #expect(TLS12.PRF(hash).derived([1], [2], [3], 0) == [])
        }

        @Test(arguments: CipherSuiteHash.allCases)
        func derivationsAreThePRFOfTheirLabels(_ hash: CipherSuiteHash) throws {
            let prf = TLS12.PRF(hash)
            var generator = SeededGenerator(seed: 1)
            let premaster = generator.bytes(48)
            let client = generator.bytes(32)
            let server = generator.bytes(32)
            let digest = generator.bytes(prf.hashByteCount)
            var master = [UInt8](repeating: 0, count: 48)
            var span = master.mutableSpan
            try prf.masterSecret(
                premasterSecret: premaster.span,
                clientRandom: client.span,
                serverRandom: server.span,
                into: &span
            )
            let label = { (string: String) in [UInt8](string.utf8) }
            #expect(master == prf.derived(premaster, label("master secret"), client + server, 48))

            var extended = [UInt8](repeating: 0, count: 48)
            span = extended.mutableSpan
            try prf.extendedMasterSecret(
                premasterSecret: premaster.span,
                sessionHash: digest.span,
                into: &span
            )
            #expect(extended == prf.derived(premaster, label("extended master secret"), digest, 48))

            for shape in [TLS12.KeyBlockShape.aes128GCM, .aes256GCM] {
                var block = [UInt8](repeating: 0, count: shape.byteCount)
                span = block.mutableSpan
                try prf.keyBlock(
                    shape: shape,
                    masterSecret: master.span,
                    clientRandom: client.span,
                    serverRandom: server.span,
                    into: &span
                )
                #expect(
                    block
                        == prf.derived(
                            master,
                            label("key expansion"),
                            server + client,
                            shape.byteCount
                        )
                )
            }
            for (sender, text) in [
                (TLS12.PRF.Sender.client, "client finished"), (.server, "server finished"),
            ] {
                var data = [UInt8](repeating: 0, count: 12)
                span = data.mutableSpan
                try prf.verifyData(
                    sender: sender,
                    masterSecret: master.span,
                    handshakeHash: digest.span,
                    into: &span
                )
                #expect(data == prf.derived(master, label(text), digest, 12))
            }
        }

        @Test(arguments: CipherSuiteHash.allCases)
        func exportersAreThePRFOfTheirContext(_ hash: CipherSuiteHash) throws {
            let prf = TLS12.PRF(hash)
            var generator = SeededGenerator(seed: 2)
            let master = generator.bytes(48)
            let client = generator.bytes(32)
            let server = generator.bytes(32)
            let label = [UInt8]("EXPORTER-test".utf8)
            var output = [UInt8](repeating: 0, count: 100)
            var span = output.mutableSpan
            try prf.exportKeyingMaterial(
                masterSecret: master.span,
                label: label.span,
                clientRandom: client.span,
                serverRandom: server.span,
                into: &span
            )
            #expect(output == prf.derived(master, label, client + server, 100))
            for count in [0, 1, 50, 300, 65_535] {
                let context = generator.bytes(count)
                span = output.mutableSpan
                try prf.exportKeyingMaterial(
                    masterSecret: master.span,
                    label: label.span,
                    clientRandom: client.span,
                    serverRandom: server.span,
                    context: context.span,
                    into: &span
                )
                let length = [UInt8(count >> 8), UInt8(count & 0xff)]
                #expect(
                    output == prf.derived(master, label, client + server + length + context, 100)
                )
            }
        }

        @Test func keyBlocksAreCutInTheStandardsOrder() throws {
            let shape = try TLS12.KeyBlockShape(
                macKeyByteCount: 20,
                encryptionKeyByteCount: 16,
                fixedIVByteCount: 4
            )
            #expect(shape.clientWriteMACKey == 0..<20)
            #expect(shape.serverWriteMACKey == 20..<40)
            #expect(shape.clientWriteKey == 40..<56)
            #expect(shape.serverWriteKey == 56..<72)
            #expect(shape.clientWriteIV == 72..<76)
            #expect(shape.serverWriteIV == 76..<80)
            #expect(shape.byteCount == 80)
            #expect(TLS12.KeyBlockShape.aes128GCM.byteCount == 40)
            #expect(TLS12.KeyBlockShape.aes256GCM.byteCount == 72)
        }
    }
}
