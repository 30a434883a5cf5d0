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

        let pkcs1 = try run(count, digests, outputByteCount: modulusByteCount) {
            digests,
            signatures,
            outcomes in
            try RSAPrivateKey.signPKCS1(
                keys.span,
                digests: digests,
                hash: .sha256,
                into: &signatures,
                outcomes: &outcomes
            )
        }
        let pss = try run(count, digests, outputByteCount: modulusByteCount) {
            digests,
            signatures,
            outcomes in
            try RSAPrivateKey.signPSS(
                keys.span,
                digests: digests,
                hash: .sha256,
                into: &signatures,
                outcomes: &outcomes
            )
        }
        var start = 0
        for (index, key) in keys.enumerated() {
            let range = start..<(start + key.modulusByteCount)
            let digest = digests[index]
            let signatures = (Array(pkcs1[range]), Array(pss[range]))
            try key.publicKey.verifyPKCS1(
                signatures.0.span,
                digest: digest.span,
                hash: .sha256
            )
            try key.publicKey.verifyPSS(signatures.1.span, digest: digest.span, hash: .sha256)
            start = range.upperBound
        }
        let digestBytes = digests.flatMap { $0 }
        // A signature that is wrong has an outcome of its own.
        for (signatures, isPSS) in [(pkcs1, false), (pss, true)] {
            var changed = signatures
            changed[keys[0].modulusByteCount + 9] ^= 1
            var outcomes = [RSAError?](repeating: nil, count: count)
            var span = outcomes.mutableSpan
            if isPSS {
                try RSAPublicKey.verifyPSS(
                    publicKeys.span,
                    changed.span,
                    digests: digestBytes.span,
                    hash: .sha256,
                    outcomes: &span
                )
            } else {
                try RSAPublicKey.verifyPKCS1(
                    publicKeys.span,
                    changed.span,
                    digests: digestBytes.span,
                    hash: .sha256,
                    outcomes: &span
                )
            }
            #expect(outcomes[1] == .invalidSignature)
            #expect(outcomes.enumerated().allSatisfy { $0.offset == 1 || $0.element == nil })
        }

        let messages = (0..<count).map { generator.bytes($0 * 3) }
        let secrets = (0..<count).map { _ in [3, 3] + generator.bytes(46) }
        let byteCounts = messages.map(\.count)
        let pkcs1Ciphertexts = try run(count, messages, outputByteCount: modulusByteCount) {
            messages,
            ciphertexts,
            outcomes in
            try RSAPublicKey.encryptPKCS1(
                publicKeys.span,
                messages,
                messageByteCounts: byteCounts.span,
                into: &ciphertexts,
                outcomes: &outcomes
            )
        }
        let oaepCiphertexts = try run(count, messages, outputByteCount: modulusByteCount) {
            messages,
            ciphertexts,
            outcomes in
            try RSAPublicKey.encryptOAEP(
                publicKeys.span,
                messages,
                messageByteCounts: byteCounts.span,
                hash: .sha256,
                into: &ciphertexts,
                outcomes: &outcomes
            )
        }
        for (ciphertexts, isOAEP) in [(pkcs1Ciphertexts, false), (oaepCiphertexts, true)] {
            var decryptedByteCounts = [Int](repeating: -1, count: count)
            let decrypted = try run(count, [ciphertexts]) { ciphertexts, messages, outcomes in
                var byteCountSpan = decryptedByteCounts.mutableSpan
                if isOAEP {
                    try RSAPrivateKey.decryptOAEP(
                        keys.span,
                        ciphertexts,
                        hash: .sha256,
                        into: &messages,
                        messageByteCounts: &byteCountSpan,
                        outcomes: &outcomes
                    )
                } else {
                    try RSAPrivateKey.decryptPKCS1(
                        keys.span,
                        ciphertexts,
                        into: &messages,
                        messageByteCounts: &byteCountSpan,
                        outcomes: &outcomes
                    )
                }
            }
            #expect(decryptedByteCounts == byteCounts)
            var start = 0
            for (index, key) in keys.enumerated() {
                #expect(Array(decrypted[start..<(start + byteCounts[index])]) == messages[index])
                start += key.modulusByteCount
            }
        }

        let secretByteCounts = [Int](repeating: 48, count: count)
        let secretCiphertexts = try run(count, secrets, outputByteCount: modulusByteCount) {
            secrets,
            ciphertexts,
            outcomes in
            try RSAPublicKey.encryptPKCS1(
                publicKeys.span,
                secrets,
                messageByteCounts: secretByteCounts.span,
                into: &ciphertexts,
                outcomes: &outcomes
            )
        }
        let versions = [UInt16](repeating: 0x0303, count: count)
        let premasters = try run(count, [secretCiphertexts], outputByteCount: 48 * count) {
            ciphertexts,
            secrets,
            outcomes in
            try RSAPrivateKey.decryptPremasterSecrets(
                keys.span,
                ciphertexts,
                clientVersions: versions.span,
                into: &secrets,
                outcomes: &outcomes
            )
        }
        #expect(premasters == secrets.flatMap { $0 })
        // One that is out of range is random, and no other lane notices.
        let outOfRange =
            [UInt8](repeating: 0xff, count: keys[0].modulusByteCount)
            + secretCiphertexts[keys[0].modulusByteCount...]
        let others = try run(count, [outOfRange], outputByteCount: 48 * count) {
            ciphertexts,
            secrets,
            outcomes in
            try RSAPrivateKey.decryptPremasterSecrets(
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
                try RSAPrivateKey.rawOperations(
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

    @Test func lengthsThatDoNotFitAreErrors() throws {
        let keys = try keys(2, mixed: true, .gmp)
        let modulusByteCount = 256 + 384
        for (inputByteCount, outputByteCount, outcomeCount) in [
            (modulusByteCount - 1, modulusByteCount, 2),
            (modulusByteCount, modulusByteCount + 1, 2),
            (modulusByteCount, modulusByteCount, 1),
        ] {
            let input = [UInt8](repeating: 0, count: inputByteCount)
            var outcomes = [RSAError?](repeating: nil, count: outcomeCount)
            #expect(throws: RSAError.inconsistentBatch) {
                try bytes(outputByteCount) { output in
                    var outcomeSpan = outcomes.mutableSpan
                    try RSAPrivateKey.rawOperations(
                        keys.span,
                        input.span,
                        into: &output,
                        outcomes: &outcomeSpan
                    )
                }
            }
        }
        let publicKeys = keys.map(\.publicKey)
        for byteCounts in [[1], [1, 2], [-1, 2], [Int.max, Int.max], [0, 0]] {
            var outcomes: [RSAError?] = [nil, nil]
            let message: [UInt8] = [1]
            #expect(throws: RSAError.inconsistentBatch) {
                try bytes(modulusByteCount) { output in
                    var outcomeSpan = outcomes.mutableSpan
                    try RSAPublicKey.encryptPKCS1(
                        publicKeys.span,
                        message.span,
                        messageByteCounts: byteCounts.span,
                        into: &output,
                        outcomes: &outcomeSpan
                    )
                }
            }
        }
    }
}
