// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS
import SelfTestCases
import TestSupport
import Testing

extension TLS12Tests {
    /// The form that returns gives what the one into spans writes, into a longer output too.
    @Suite struct PRFFormTests {
        static func bytes(_ secret: borrowing SecretBytes) -> [UInt8] {
            secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        }

        /// What is written into an output that is longer, and untouched after it.
        static func written(
            _ byteCount: Int,
            _ derive: (inout MutableSpan<UInt8>) throws(KeyDerivationError) -> Void
        ) throws(KeyDerivationError) -> [UInt8]? {
            var output = [UInt8](repeating: 0xa5, count: byteCount + 7)
            var span = output.mutableSpan
            try derive(&span)
            guard output[byteCount...].allSatisfy({ $0 == 0xa5 }) else { return nil }
            return Array(output.prefix(byteCount))
        }

        @Test(arguments: CipherSuiteHash.allCases)
        func both(_ hash: CipherSuiteHash) throws {
            let prf = TLS12.PRF(hash)
            let shape = TLS12.KeyBlockShape.aes256GCM
            var generator = SeededGenerator(seed: 5)
            let secretBytes = generator.bytes(48)
            let secret = SecretBytes(copying: secretBytes.span)
            let (client, server) = (generator.bytes(32), generator.bytes(32))
            let digest = generator.bytes(prf.hashByteCount)

            let derived = try prf.derive(secret: secret, label: client, seed: server, byteCount: 9)
            #expect(Self.bytes(derived) == prf.derived(secretBytes, client, server, 9))

            let master = try Self.written(48) { output throws(KeyDerivationError) in
                try prf.masterSecret(
                    premasterSecret: secretBytes.span,
                    clientRandom: client.span,
                    serverRandom: server.span,
                    into: &output
                )
            }
            let returnedMaster = try prf.masterSecret(
                premasterSecret: secret,
                clientRandom: client,
                serverRandom: server
            )
            #expect(Self.bytes(returnedMaster) == master)

            let extended = try Self.written(48) { output throws(KeyDerivationError) in
                try prf.extendedMasterSecret(
                    premasterSecret: secretBytes.span,
                    sessionHash: digest.span,
                    into: &output
                )
            }
            let returnedExtended = try prf.extendedMasterSecret(
                premasterSecret: secret,
                sessionHash: digest
            )
            #expect(Self.bytes(returnedExtended) == extended)

            let block = try Self.written(shape.byteCount) { output throws(KeyDerivationError) in
                try prf.keyBlock(
                    shape: shape,
                    masterSecret: secretBytes.span,
                    clientRandom: client.span,
                    serverRandom: server.span,
                    into: &output
                )
            }
            let returnedBlock = try prf.keyBlock(
                shape: shape,
                masterSecret: secret,
                clientRandom: client,
                serverRandom: server
            )
            #expect(Self.bytes(returnedBlock) == block)

            let verifyData = try Self.written(12) { output throws(KeyDerivationError) in
                try prf.verifyData(
                    sender: .server,
                    masterSecret: secretBytes.span,
                    handshakeHash: digest.span,
                    into: &output
                )
            }
            let returnedVerifyData = try prf.verifyData(
                sender: .server,
                masterSecret: secret,
                handshakeHash: digest
            )
            #expect(returnedVerifyData == verifyData)

            for context in [nil, [], client] as [[UInt8]?] {
                var exported = [UInt8](repeating: 0, count: 20)
                var span = exported.mutableSpan
                try prf.exportKeyingMaterial(
                    masterSecret: secretBytes.span,
                    label: digest.span,
                    clientRandom: client.span,
                    serverRandom: server.span,
                    context: context?.span,
                    into: &span
                )
                let returned = try prf.exportKeyingMaterial(
                    masterSecret: secret,
                    label: digest,
                    clientRandom: client,
                    serverRandom: server,
                    context: context,
                    byteCount: 20
                )
                #expect(Self.bytes(returned) == exported)
            }
        }

        @Test func verifyDataIsValidated() throws {
            let prf = TLS12.PRF.sha256
            let secret = SecretBytes(byteCount: 48)
            let hash = [UInt8](repeating: 3, count: 32)
            func isValid(_ verifyData: [UInt8], _ sender: TLS12.PRF.Sender) throws -> Bool {
                try prf.isValidVerifyData(
                    verifyData,
                    sender: sender,
                    masterSecret: secret,
                    handshakeHash: hash
                )
            }
            let verifyData = try prf.verifyData(
                sender: .client,
                masterSecret: secret,
                handshakeHash: hash
            )
            #expect(try isValid(verifyData, .client))
            #expect(try !isValid(verifyData, .server))
            #expect(try !isValid(Array(verifyData.dropLast()), .client))
            #expect(try !isValid([], .client))
            for index in verifyData.indices {
                var wrong = verifyData
                wrong[index] ^= 0x80
                #expect(try !isValid(wrong, .client))
            }
            #expect(throws: KeyDerivationError.hashLength) {
                _ = try prf.isValidVerifyData(
                    verifyData,
                    sender: .client,
                    masterSecret: secret,
                    handshakeHash: [1]
                )
            }
        }

        @Test(arguments: [0, 1, 9])
        func batches(_ count: Int) throws {
            let prf = TLS12.PRF.sha256
            let shape = TLS12.KeyBlockShape.aes128GCM
            var generator = SeededGenerator(seed: 8)
            let secretBytes = generator.bytes(48 * count)
            let secrets = SecretBytes(copying: secretBytes.span)
            let randoms = generator.bytes(64 * count)
            let hashes = generator.bytes(32 * count)

            let masters = try Self.written(48 * count) { output throws(KeyDerivationError) in
                try prf.masterSecrets(
                    count: count,
                    premasterSecrets: secretBytes.span,
                    randoms: randoms.span,
                    into: &output
                )
            }
            let returnedMasters = try prf.masterSecrets(
                count: count,
                premasterSecrets: secrets,
                randoms: randoms
            )
            #expect(Self.bytes(returnedMasters) == masters)

            let extended = try Self.written(48 * count) { output throws(KeyDerivationError) in
                try prf.extendedMasterSecrets(
                    count: count,
                    premasterSecrets: secretBytes.span,
                    sessionHashes: hashes.span,
                    into: &output
                )
            }
            let returnedExtended = try prf.extendedMasterSecrets(
                count: count,
                premasterSecrets: secrets,
                sessionHashes: hashes
            )
            #expect(Self.bytes(returnedExtended) == extended)

            let blocks = try Self.written(shape.byteCount * count) {
                output throws(KeyDerivationError) in
                try prf.keyBlocks(
                    count: count,
                    shape: shape,
                    masterSecrets: secretBytes.span,
                    randoms: randoms.span,
                    into: &output
                )
            }
            let returnedBlocks = try prf.keyBlocks(
                count: count,
                shape: shape,
                masterSecrets: secrets,
                randoms: randoms
            )
            #expect(Self.bytes(returnedBlocks) == blocks)

            let verifyData = try Self.written(12 * count) { output throws(KeyDerivationError) in
                try prf.verifyData(
                    count: count,
                    sender: .client,
                    masterSecrets: secretBytes.span,
                    handshakeHashes: hashes.span,
                    into: &output
                )
            }
            let returnedVerifyData = try prf.verifyData(
                count: count,
                sender: .client,
                masterSecrets: secrets,
                handshakeHashes: hashes
            )
            #expect(returnedVerifyData == verifyData)
        }

        /// No memory is asked for that the inputs do not justify.
        @Test(arguments: [-1, Int.min, .max, 1 << 58, 1 << 40])
        func countsAndLengthsOfNothingAreErrors(_ count: Int) {
            let prf = TLS12.PRF.sha256
            let none = SecretBytes(byteCount: 0)
            #expect(throws: KeyDerivationError.batchLength) {
                _ = try prf.masterSecrets(count: count, premasterSecrets: none, randoms: [])
                    .byteCount
            }
            #expect(throws: KeyDerivationError.batchLength) {
                _ = try prf.extendedMasterSecrets(
                    count: count,
                    premasterSecrets: none,
                    sessionHashes: []
                ).byteCount
            }
            #expect(throws: KeyDerivationError.batchLength) {
                _ = try prf.keyBlocks(
                    count: count,
                    shape: .aes128GCM,
                    masterSecrets: none,
                    randoms: []
                ).byteCount
            }
            #expect(throws: KeyDerivationError.batchLength) {
                _ = try prf.verifyData(
                    count: count,
                    sender: .client,
                    masterSecrets: none,
                    handshakeHashes: []
                )
            }
            if count < 0 {
                #expect(throws: KeyDerivationError.outputLength) {
                    _ = try prf.derive(secret: none, label: [], seed: [], byteCount: count)
                        .byteCount
                }
            }
        }
    }
}
