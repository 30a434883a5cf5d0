// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite("RSA batches")
struct RSABatchTests {
    @Test(arguments: RSACases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }

    func keys(_ count: Int, mixed: Bool, _ kernel: RSAKernel) throws -> [RSAPrivateKey] {
        try RSACases.batchKeys(count, mixed: mixed, kernel)
    }

    /// Runs a batch that has no failure.
    func run(
        _ count: Int,
        _ inputs: [[UInt8]],
        outputByteCount: Int? = nil,
        _ body: (Span<UInt8>, inout MutableSpan<UInt8>, inout MutableSpan<RSAError?>) throws -> Void
    ) throws -> [UInt8] {
        let inputs = inputs.flatMap { $0 }
        var outcomes = [RSAError?](repeating: .inputOutOfRange, count: count)
        let outputs = try bytes(outputByteCount ?? inputs.count) { outputs in
            var outcomeSpan = outcomes.mutableSpan
            try body(inputs.span, &outputs, &outcomeSpan)
        }
        #expect(outcomes.allSatisfy { $0 == nil })
        return outputs
    }

    @Test(arguments: RSATestKey.kernels, [2, 8, 11])
    func paddedOperationsAreThoseOfTheKeys(kernel: RSAKernel, count: Int) throws {
        let keys = try keys(count, mixed: count == 11, kernel)
        let publicKeys = keys.map(\.publicKey)
        let modulusByteCount = keys.reduce(0) { $0 + $1.modulusByteCount }
        var generator = SeededGenerator(seed: 12)
        let digests = (0..<count).map { _ in generator.bytes(32) }

        let digestBytes = digests.flatMap { $0 }
        for scheme in [RSASignatureScheme.pkcs1(.sha256), .pss(.sha256)] {
            let signatures = try run(count, digests, outputByteCount: modulusByteCount) {
                digests,
                signatures,
                outcomes in
                try RSAPrivateKey.sign(
                    keys.span,
                    digests: digests,
                    scheme: scheme,
                    into: &signatures,
                    outcomes: &outcomes
                )
            }
            let arrays = try RSAPrivateKey.sign(keys, digests: digests, scheme: scheme)
            var separate: [[UInt8]] = []
            var start = 0
            for (index, key) in keys.enumerated() {
                separate.append(Array(signatures[start..<(start + key.modulusByteCount)]))
                for signature in [separate[index], try arrays[index].get()] {
                    try key.publicKey.verify(signature, digest: digests[index], scheme: scheme)
                }
                start += key.modulusByteCount
            }
            // A signature that is wrong has an outcome of its own.
            var changed = signatures
            changed[keys[0].modulusByteCount + 9] ^= 1
            separate[1][9] ^= 1
            var outcomes = [RSAError?](repeating: nil, count: count)
            var span = outcomes.mutableSpan
            try RSAPublicKey.verify(
                publicKeys.span,
                changed.span,
                digests: digestBytes.span,
                scheme: scheme,
                outcomes: &span
            )
            #expect(outcomes[1] == .invalidSignature)
            #expect(outcomes.enumerated().allSatisfy { $0.offset == 1 || $0.element == nil })
            let same = try RSAPublicKey.verify(
                publicKeys,
                separate,
                digests: digests,
                scheme: scheme
            )
            #expect(same == outcomes)
        }

        let messages = (0..<count).map { generator.bytes($0 * 3) }
        let secrets = (0..<count).map { _ in [3, 3] + generator.bytes(46) }
        let byteCounts = messages.map(\.count)
        for scheme in [RSAEncryptionScheme.pkcs1, .oaep(.sha256), .oaep(.sha1, label: [1])] {
            let ciphertexts = try run(count, messages, outputByteCount: modulusByteCount) {
                messages,
                ciphertexts,
                outcomes in
                try RSAPublicKey.encrypt(
                    publicKeys.span,
                    messages,
                    messageByteCounts: byteCounts.span,
                    scheme: scheme,
                    into: &ciphertexts,
                    outcomes: &outcomes
                )
            }
            var decryptedByteCounts = [Int](repeating: -1, count: count)
            let decrypted = try run(count, [ciphertexts]) { ciphertexts, messages, outcomes in
                var byteCountSpan = decryptedByteCounts.mutableSpan
                try RSAPrivateKey.decrypt(
                    keys.span,
                    ciphertexts,
                    scheme: scheme,
                    into: &messages,
                    messageByteCounts: &byteCountSpan,
                    outcomes: &outcomes
                )
            }
            #expect(decryptedByteCounts == byteCounts)
            var start = 0
            for (index, key) in keys.enumerated() {
                #expect(Array(decrypted[start..<(start + byteCounts[index])]) == messages[index])
                start += key.modulusByteCount
            }
            let arrays = try RSAPublicKey.encrypt(publicKeys, messages, scheme: scheme)
            let back = try RSAPrivateKey.decrypt(keys, arrays.map { try $0.get() }, scheme: scheme)
            #expect(try back.map { try $0.get() } == messages)
        }

        let secretByteCounts = [Int](repeating: 48, count: count)
        let secretCiphertexts = try run(count, secrets, outputByteCount: modulusByteCount) {
            secrets,
            ciphertexts,
            outcomes in
            try RSAPublicKey.encrypt(
                publicKeys.span,
                secrets,
                messageByteCounts: secretByteCounts.span,
                scheme: .pkcs1,
                into: &ciphertexts,
                outcomes: &outcomes
            )
        }
        let versions = [UInt16](repeating: 0x0303, count: count)
        let premasters = try run(count, [secretCiphertexts], outputByteCount: 48 * count) {
            ciphertexts,
            secrets,
            outcomes in
            try RSAPrivateKey.decryptPremasterSecret(
                keys.span,
                ciphertexts,
                clientVersions: versions.span,
                into: &secrets,
                outcomes: &outcomes
            )
        }
        #expect(premasters == secrets.flatMap { $0 })
        var separate: [[UInt8]] = []
        var start = 0
        for key in keys {
            separate.append(Array(secretCiphertexts[start..<(start + key.modulusByteCount)]))
            start += key.modulusByteCount
        }
        var same = SecretBytes(byteCount: 48 * count)
        let outcomes = try RSAPrivateKey.decryptPremasterSecret(
            keys,
            separate,
            clientVersions: versions,
            into: &same
        )
        #expect(outcomes.allSatisfy { $0 == nil })
        #expect(same.withBytes { constantTimeEqual($0, premasters.span) })
        // One that is out of range is random, and no other lane notices.
        let outOfRange =
            [UInt8](repeating: 0xff, count: keys[0].modulusByteCount)
            + secretCiphertexts[keys[0].modulusByteCount...]
        let others = try run(count, [outOfRange], outputByteCount: 48 * count) {
            ciphertexts,
            secrets,
            outcomes in
            try RSAPrivateKey.decryptPremasterSecret(
                keys.span,
                ciphertexts,
                clientVersions: versions.span,
                into: &secrets,
                outcomes: &outcomes
            )
        }
        #expect(others[..<2] == [3, 3])
        #expect(others[..<48] != premasters[..<48])
        #expect(others[48...] == premasters[48...])
    }

    @Test(arguments: RSATestKey.kernels, [1, 3, 8])
    func faultsAndErrorsStayInTheirLane(kernel: RSAKernel, count: Int) throws {
        let keys = try keys(count, mixed: false, kernel)
        var generator = SeededGenerator(seed: 13)
        let results = keys.map { [0] + generator.bytes($0.modulusByteCount - 1) }
        let inputs = try zip(keys, results).map { try $0.publicKey.rawOperation($1) }
        for wrong in 0..<count {
            for half in 0..<3 {
                var bytes = inputs.flatMap { $0 }
                if half == 2 {
                    for index in 0..<256 { bytes[256 * wrong + index] = 0xff }
                }
                var outputs = [UInt8](repeating: 0xaa, count: bytes.count)
                var outcomes = [RSAError?](repeating: nil, count: count)
                var outputSpan = outputs.mutableSpan
                var outcomeSpan = outcomes.mutableSpan
                try RSAPrivateKey.rawOperation(
                    keys.span,
                    bytes.span,
                    into: &outputSpan,
                    outcomes: &outcomeSpan
                ) { index, halfP, halfQ in
                    guard index == wrong else { return }
                    if half == 0 { halfP[1] ^= 1 << 9 }
                    if half == 1 { halfQ[0] ^= 1 }
                }
                for index in 0..<count {
                    let output = Array(outputs[(256 * index)..<(256 * index + 256)])
                    if index == wrong {
                        #expect(outcomes[index] == (half == 2 ? .inputOutOfRange : .faultDetected))
                        #expect(output == [UInt8](repeating: 0xaa, count: 256))
                    } else {
                        #expect(outcomes[index] == nil)
                        #expect(output == results[index])
                    }
                }
            }
        }
    }

    /// Expects a batch to be refused for this argument, and this item of it.
    private func expectMismatch(
        _ argument: String,
        _ index: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> Void
    ) {
        let error = #expect(throws: RSAError.self, sourceLocation: sourceLocation) { try body() }
        guard case .inconsistentBatch(let mismatch) = error else {
            Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
            return
        }
        #expect(mismatch.argument == argument, sourceLocation: sourceLocation)
        #expect(mismatch.index == index, sourceLocation: sourceLocation)
    }

    @Test func lengthsThatDoNotFitAreErrors() throws {
        let keys = try keys(2, mixed: true, .gmp)
        let modulusByteCount = 256 + 384
        for (inputByteCount, outputByteCount, outcomeCount, argument) in [
            (modulusByteCount - 1, modulusByteCount, 2, "inputs"),
            (modulusByteCount + 1, modulusByteCount, 2, "inputs"),
            (modulusByteCount, modulusByteCount - 1, 2, "outputs"),
            (modulusByteCount, modulusByteCount, 1, "outcomes"),
        ] {
            let input = [UInt8](repeating: 0, count: inputByteCount)
            var outcomes = [RSAError?](repeating: nil, count: outcomeCount)
            expectMismatch(argument) {
                _ = try bytes(outputByteCount) { output in
                    var outcomeSpan = outcomes.mutableSpan
                    try RSAPrivateKey.rawOperation(
                        keys.span,
                        input.span,
                        into: &output,
                        outcomes: &outcomeSpan
                    )
                }
            }
        }
        let publicKeys = keys.map(\.publicKey)
        for (byteCounts, argument, index) in [
            ([1], "messageByteCounts", nil), ([1, 2], "messageByteCounts", 1),
            ([-1, 2], "messageByteCounts", 0), ([Int.max, Int.max], "messageByteCounts", 0),
            ([0, 0], "messages", nil),
        ] as [([Int], String, Int?)] {
            var outcomes: [RSAError?] = [nil, nil]
            let message: [UInt8] = [1]
            expectMismatch(argument, index) {
                _ = try bytes(modulusByteCount) { output in
                    var outcomeSpan = outcomes.mutableSpan
                    try RSAPublicKey.encrypt(
                        publicKeys.span,
                        message.span,
                        messageByteCounts: byteCounts.span,
                        scheme: .pkcs1,
                        into: &output,
                        outcomes: &outcomeSpan
                    )
                }
            }
        }
    }
}
