import HandshakeTLS12
import Testing

/// Lengths that are not the standard's, and labels that are reserved, are refused.
@Suite struct PRFErrorTests {
    static func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }

    @Test(arguments: [
        (31, 32, 48, KeyDerivationError.randomLength), (32, 33, 48, .randomLength),
        (32, 32, 47, .outputLength), (32, 32, 49, .outputLength),
    ])
    func masterSecret(_ client: Int, _ server: Int, _ output: Int, _ error: KeyDerivationError) {
        var output = Self.bytes(output)
        #expect(throws: error) {
            var span = output.mutableSpan
            try PRF.sha256.masterSecret(
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
            try PRF.sha384.verifyData(
                sender: .client,
                masterSecret: Self.bytes(48).span,
                handshakeHash: Self.bytes(32).span,
                into: &span
            )
        }
        #expect(throws: KeyDerivationError.masterSecretLength) {
            var span = output.mutableSpan
            try PRF.sha256.verifyData(
                sender: .server,
                masterSecret: Self.bytes(47).span,
                handshakeHash: Self.bytes(32).span,
                into: &span
            )
        }
        #expect(throws: KeyDerivationError.outputLength) {
            var span = output.mutableSpan
            try PRF.sha256.keyBlock(
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
            try PRF.sha256.exportKeyingMaterial(
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
            try PRF.sha256.exportKeyingMaterial(
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
            try PRF.sha256.masterSecrets(
                count: 2,
                premasterSecrets: Self.bytes(97).span,
                randoms: Self.bytes(128).span,
                into: &span
            )
        }
        #expect(throws: KeyDerivationError.randomLength) {
            var span = output.mutableSpan
            try PRF.sha256.masterSecrets(
                count: 2,
                premasterSecrets: Self.bytes(96).span,
                randoms: Self.bytes(127).span,
                into: &span
            )
        }
        #expect(throws: KeyDerivationError.masterSecretLength) {
            var span = output.mutableSpan
            try PRF.sha256.keyBlocks(
                count: -1,
                shape: .aes128GCM,
                masterSecrets: Self.bytes(0).span,
                randoms: Self.bytes(0).span,
                into: &span
            )
        }
    }
}
