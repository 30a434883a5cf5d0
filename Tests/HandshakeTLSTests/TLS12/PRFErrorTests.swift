// SPDX-License-Identifier: Apache-2.0

import HandshakeTLS
import Testing

extension TLS12Tests {
    /// Lengths that are not the standard's, and labels that are reserved, are refused.
    @Suite struct PRFErrorTests {
        static func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }

        @Test(arguments: [
            (31, 32, 48, KeyDerivationError.randomLength), (32, 33, 48, .randomLength),
            (32, 32, 47, .outputLength), (32, 32, 0, .outputLength),
        ])
        func masterSecret(
            _ client: Int,
            _ server: Int,
            _ output: Int,
            _ code: KeyDerivationError
        ) {
            var output = Self.bytes(output)
            #expect(throws: code) {
                var span = output.mutableSpan
                try TLS12.PRF.sha256.masterSecret(
                    premasterSecret: Self.bytes(48).span,
                    clientRandom: Self.bytes(client).span,
                    serverRandom: Self.bytes(server).span,
                    into: &span
                )
            }
        }

        @Test func wrongHashesAndMasterSecrets() {
            var output = Self.bytes(12)
            #expect(throws: KeyDerivationError.hashLength) {
                var span = output.mutableSpan
                try TLS12.PRF.sha384.verifyData(
                    sender: .client,
                    masterSecret: Self.bytes(48).span,
                    handshakeHash: Self.bytes(32).span,
                    into: &span
                )
            }
            #expect(throws: KeyDerivationError.secretLength) {
                var span = output.mutableSpan
                try TLS12.PRF.sha256.verifyData(
                    sender: .server,
                    masterSecret: Self.bytes(47).span,
                    handshakeHash: Self.bytes(32).span,
                    into: &span
                )
            }
            #expect(throws: KeyDerivationError.outputLength) {
                var span = output.mutableSpan
                try TLS12.PRF.sha256.keyBlock(
                    shape: .aes128GCM,
                    masterSecret: Self.bytes(48).span,
                    clientRandom: Self.bytes(32).span,
                    serverRandom: Self.bytes(32).span,
                    into: &span
                )
            }
        }

        @Test(arguments: [
            "client finished", "server finished", "master secret", "key expansion",
            "extended master secret",
        ])
        func exportersRefuseReservedLabels(_ label: String) {
            var output = Self.bytes(12)
            #expect(throws: KeyDerivationError.reservedLabel) {
                var span = output.mutableSpan
                try TLS12.PRF.sha256.exportKeyingMaterial(
                    masterSecret: Self.bytes(48).span,
                    label: [UInt8](label.utf8).span,
                    clientRandom: Self.bytes(32).span,
                    serverRandom: Self.bytes(32).span,
                    into: &span
                )
            }
        }

        @Test func exportersRefuseLongContexts() {
            var output = Self.bytes(12)
            #expect(throws: KeyDerivationError.contextLength) {
                var span = output.mutableSpan
                try TLS12.PRF.sha256.exportKeyingMaterial(
                    masterSecret: Self.bytes(48).span,
                    label: Self.bytes(5).span,
                    clientRandom: Self.bytes(32).span,
                    serverRandom: Self.bytes(32).span,
                    context: Self.bytes(65_536).span,
                    into: &span
                )
            }
        }

        @Test func batchesRefuseEntriesThatDoNotAddUp() {
            var output = Self.bytes(96)
            #expect(throws: KeyDerivationError.batchLength) {
                var span = output.mutableSpan
                try TLS12.PRF.sha256.masterSecrets(
                    count: 2,
                    premasterSecrets: Self.bytes(97).span,
                    randoms: Self.bytes(128).span,
                    into: &span
                )
            }
            #expect(throws: KeyDerivationError.randomLength) {
                var span = output.mutableSpan
                try TLS12.PRF.sha256.masterSecrets(
                    count: 2,
                    premasterSecrets: Self.bytes(96).span,
                    randoms: Self.bytes(127).span,
                    into: &span
                )
            }
            #expect(throws: KeyDerivationError.secretLength) {
                var span = output.mutableSpan
                try TLS12.PRF.sha256.keyBlocks(
                    count: -1,
                    shape: .aes128GCM,
                    masterSecrets: Self.bytes(0).span,
                    randoms: Self.bytes(0).span,
                    into: &span
                )
            }
        }

        /// Each product of a count and a length, beyond what a number holds.
        @Test(arguments: [-1, Int.min, .max, .max / 2 + 1, 1 << 58])
        func batchesRefuseCountsOfNothing(count: Int) {
            func error(
                _ derive: (inout MutableSpan<UInt8>) throws -> Void
            ) -> KeyDerivationError? {
                var output: [UInt8] = []
                var span = output.mutableSpan
                do { try derive(&span) } catch { return error as? KeyDerivationError }
                return nil
            }
            for prf in [TLS12.PRF.sha256, .sha384] {
                #expect(
                    error {
                        try prf.masterSecrets(
                            count: count,
                            premasterSecrets: Span(),
                            randoms: Span(),
                            into: &$0
                        )
                    } == (count < 0 ? .batchLength : .randomLength)
                )
                #expect(
                    error {
                        try prf.extendedMasterSecrets(
                            count: count,
                            premasterSecrets: Span(),
                            sessionHashes: Span(),
                            into: &$0
                        )
                    } == (count < 0 ? .batchLength : .hashLength)
                )
                #expect(
                    error {
                        try prf.keyBlocks(
                            count: count,
                            shape: .aes128GCM,
                            masterSecrets: Span(),
                            randoms: Span(),
                            into: &$0
                        )
                    } == .secretLength
                )
                #expect(
                    error {
                        try prf.verifyData(
                            count: count,
                            sender: .client,
                            masterSecrets: Span(),
                            handshakeHashes: Span(),
                            into: &$0
                        )
                    } == .secretLength
                )
            }
        }

        @Test(arguments: [-1, 256, Int.min, .max, .max / 2])
        func keyBlocksHavePartsOfUpTo255Bytes(byteCount: Int) throws {
            for part in 0..<3 {
                var byteCounts = [20, 16, 4]
                byteCounts[part] = byteCount
                #expect(throws: KeyDerivationError.keyBlockPartLength) {
                    try TLS12.KeyBlockShape(
                        macKeyByteCount: byteCounts[0],
                        encryptionKeyByteCount: byteCounts[1],
                        fixedIVByteCount: byteCounts[2]
                    )
                }
            }
            let largest = try TLS12.KeyBlockShape(
                macKeyByteCount: 255,
                encryptionKeyByteCount: 255,
                fixedIVByteCount: 255
            )
            #expect(largest.byteCount == 6 * 255)
        }
    }
}
