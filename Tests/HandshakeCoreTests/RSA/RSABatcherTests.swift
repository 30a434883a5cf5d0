// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Synchronization
import TestSupport
import Testing

@Suite("RSA batcher") struct RSABatcherTests {
    let keys: [RSAPrivateKey]

    init() throws {
        keys = try ["rsa2048", "rsa3072"].compactMap { name in
            try RSATestKey.all.first { $0.name == name }?.privateKey()
        }
        try #require(keys.count == 2)
    }

    func batcher(
        _ change: (inout RSABatcher.Configuration) -> Void = { _ in }
    ) throws -> RSABatcher {
        var configuration = RSABatcher.Configuration()
        change(&configuration)
        return try RSABatcher(configuration)
    }

    func input(_ seed: Int, _ key: RSAPrivateKey) -> [UInt8] {
        var generator = SeededGenerator(seed: UInt64(seed))
        return [0] + generator.bytes(key.modulusByteCount - 1)
    }

    @Test func thousandsOfConcurrentCallersGetTheirOwnResults() async throws {
        let batcher = try batcher {
            $0.threadCount = 2
            $0.maximumWaitingCount = 4000
        }
        await withTaskGroup(of: Bool.self) { group in
            for index in 0..<3000 {
                group.addTask { [keys] in
                    let key = keys[index % 7 == 0 ? 1 : 0]
                    let input = input(index, key)
                    let output = try? await batcher.rawOperation(input, with: key)
                    return (try? key.publicKey.rawOperation(output ?? [])) == input
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        await batcher.shutDown()
    }

    @Test func signsAndDecryptsLikeTheKey() async throws {
        let batcher = try batcher()
        let key = keys[0]
        let digest = [UInt8](repeating: 0x5a, count: 32)
        let pkcs1 = try await batcher.sign(digest: digest, scheme: .pkcs1(.sha256), with: key)
        #expect(try pkcs1 == key.sign(digest: digest, scheme: .pkcs1(.sha256)))
        let message = [UInt8](repeating: 1, count: 99)
        let ofMessage = try await batcher.sign(
            message: message,
            scheme: .pkcs1(.sha384),
            with: key
        )
        #expect(try ofMessage == key.sign(message: message, scheme: .pkcs1(.sha384)))

        let pss = try await batcher.sign(digest: digest, scheme: .pss(.sha256), with: key)
        try key.publicKey.verify(pss.span, digest: digest.span, scheme: .pss(.sha256))

        for scheme in [RSAEncryptionScheme.pkcs1, .oaep(.sha256, label: [1])] {
            let encrypted = try key.publicKey.encrypt(message, scheme: scheme)
            let decrypted = try await batcher.decrypt(encrypted, scheme: scheme, with: key)
            #expect(decrypted == message)
        }
        await #expect(throws: RSABatcherError.operation(.decryptionFailed)) {
            let zeros = [UInt8](repeating: 0, count: key.modulusByteCount)
            return try await batcher.decrypt(zeros, scheme: .oaep(.sha256), with: key)
        }

        let premaster = [3, 3] + [UInt8](repeating: 9, count: 46)
        var ciphertext = [UInt8](repeating: 0, count: key.modulusByteCount)
        var ciphertextSpan = ciphertext.mutableSpan
        try key.publicKey.encrypt(premaster.span, scheme: .pkcs1, into: &ciphertextSpan)
        let secret = try await batcher.decryptPremasterSecret(
            ciphertext,
            clientVersion: 0x0303,
            with: key
        )
        let isRight = secret.withBytes { constantTimeEqual($0, premaster.span) }
        #expect(isRight)
        await batcher.shutDown()
    }

    @Test func wrongInputsAreTheirOwnRequestsErrors() async throws {
        let batcher = try batcher()
        let key = keys[0]
        await #expect(throws: RSABatcherError.operation(.wrongInputLength)) {
            _ = try await batcher.rawOperation([1, 2, 3], with: key)
        }
        await #expect(throws: RSABatcherError.operation(.inputOutOfRange)) {
            _ = try await batcher.rawOperation(key.publicKey.modulusBytes, with: key)
        }
        await #expect(throws: RSABatcherError.operation(.wrongInputLength)) {
            _ = try await batcher.sign(digest: [1], scheme: .pkcs1(.sha256), with: key)
        }
        await batcher.shutDown()
    }

    @Test func aFullQueueRefuses() async throws {
        let batcher = try batcher { $0.maximumWaitingCount = 3 }
        let key = keys[1]
        let outcomes = Mutex<[RSABatcherError?]>([])
        for index in 0..<200 {
            batcher.rawOperation(input(index, key), with: key) { result in
                let error: RSABatcherError? =
                    if case .failure(let error) = result { error } else { nil }
                outcomes.withLock { $0.append(error) }
            }
        }
        await batcher.shutDown()
        outcomes.withLock { outcomes in
            #expect(outcomes.count == 200)
            #expect(outcomes.allSatisfy { $0 == nil || $0 == .queueFull })
            #expect(outcomes.contains(.queueFull))
            #expect(outcomes.count { $0 == nil } >= 3)
        }
    }

    /// More tasks than a queue takes callbacks, and of them all that it may hold.
    @Test(arguments: [(taskCount: 200, maximumCount: 200), (200, 20)])
    func tasksWaitForTheirTurn(taskCount: Int, maximumCount: Int) async throws {
        let batcher = try batcher {
            $0.maximumWaitingCount = 3
            $0.maximumSuspendedCount = maximumCount
        }
        let key = keys[1]
        let errors = await withTaskGroup(of: (any Error)?.self) { group in
            for index in 0..<taskCount {
                group.addTask { [input = input(index, key)] in
                    do {
                        let output = try await batcher.rawOperation(input, with: key)
                        #expect(try key.publicKey.rawOperation(output) == input)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { if let error = $1 { $0.append(error) } }
        }
        #expect(errors.allSatisfy { $0 as? RSABatcherError == .queueFull })
        #expect(errors.count <= taskCount - maximumCount)
        await batcher.shutDown()
    }

    @Test func shutDownAnswersWhatWaitsAndRefusesTheRest() async throws {
        let batcher = try batcher()
        let key = keys[0]
        let answers = Mutex<[Int: Bool]>([:])
        for index in 0..<100 {
            batcher.rawOperation(input(index, key), with: key) { result in
                answers.withLock { all in
                    #expect(all[index] == nil, "answered twice")
                    all[index] = (try? result.get()) != nil
                }
            }
        }
        await batcher.shutDown()
        #expect(answers.withLock { $0.count } == 100)
        #expect(answers.withLock { $0.values.allSatisfy { $0 } })
        await #expect(throws: RSABatcherError.shutDown) {
            _ = try await batcher.rawOperation(input(0, key), with: key)
        }
        await batcher.shutDown()
    }

    @Test func cancelledRequestsAreAnsweredOnceAndTheOthersStayRight() async throws {
        let batcher = try batcher { $0.threadCount = 2 }
        let key = keys[0]
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<600 {
                group.addTask { [input = input(index, key)] in
                    let task = Task { try await batcher.rawOperation(input, with: key) }
                    if index % 3 == 0 { task.cancel() }
                    do {
                        return try key.publicKey.rawOperation(try await task.value) == input
                    } catch {
                        return index % 3 == 0 && error is CancellationError
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count == 600)
        #expect(outcomes.allSatisfy { $0 })
        await batcher.shutDown()
    }

    @Test func aTaskThatIsCancelledAlreadyIsNotStarted() async throws {
        let batcher = try batcher()
        let key = keys[0]
        let task = Task { [input = input(1, key)] in
            while !Task.isCancelled { await Task.yield() }
            return try await batcher.rawOperation(input, with: key)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        await batcher.shutDown()
    }

    @Test func aDelayHoldsNoRequestForever() async throws {
        let batcher = try batcher { $0.maximumDelay = .milliseconds(2) }
        let key = keys[0]
        let output = try await batcher.rawOperation(input(4, key), with: key)
        #expect(try key.publicKey.rawOperation(output) == input(4, key))
        await batcher.shutDown()
    }

    @Test func droppingTheBatcherAnswersWhatWaits() async throws {
        let key = keys[0]
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self)
        do {
            let batcher = try batcher()
            for index in 0..<50 {
                batcher.rawOperation(input(index, key), with: key) { result in
                    continuation.yield((try? result.get()) != nil)
                }
            }
        }
        var answers: [Bool] = []
        for await answer in stream {
            answers.append(answer)
            if answers.count == 50 { break }
        }
        #expect(answers.allSatisfy { $0 })
    }

    /// Longer than the system's clock counts, and than `Duration` has whole seconds.
    @Test(
        arguments: [.seconds(Int64.max), .seconds(9.2e18), .seconds(Int64.max) * 10] as [Duration]
    )
    func anyDelayIsWaitedFor(delay: Duration) async throws {
        let batcher = try batcher {
            $0.maximumDelay = delay
            $0.maximumWaitingCount = .max
        }
        let key = keys[0]
        let input = input(1, key)
        // A full batch does not wait.
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await batcher.rawOperation(input, with: key)) != nil }
            }
            for await isAnswered in group { #expect(isAnswered) }
        }
        // A lone request does, until the end.
        let (answers, continuation) = AsyncStream<Bool>.makeStream()
        batcher.rawOperation(input, with: key) { result in
            continuation.yield((try? result.get()) != nil)
            continuation.finish()
        }
        try await Task.sleep(for: .milliseconds(20))
        await batcher.shutDown()
        for await isAnswered in answers { #expect(isAnswered) }
    }

    @Test func impossibleConfigurationsAreRefused() {
        for change in [
            { $0.threadCount = 0 }, { $0.threadCount = -1 }, { $0.threadCount = .min },
            { $0.threadCount = 1025 }, { $0.threadCount = .max },
            { $0.maximumWaitingCount = 0 }, { $0.maximumWaitingCount = .min },
            { $0.maximumDelay = .seconds(-1) }, { $0.maximumDelay = .seconds(Int64.min) },
        ] as [(inout RSABatcher.Configuration) -> Void] {
            #expect(throws: RSABatcherError.invalidConfiguration) { _ = try batcher(change) }
        }
    }
}
