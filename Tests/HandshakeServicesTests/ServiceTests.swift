// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeServices
import InMemoryLogging
import Logging
import ServiceLifecycle
import ServiceLifecycleTestKit
import Synchronization
import TestVectors
import Testing

/// Counts on any thread.
private final class Answers: Sendable {
    let count = Atomic(0)
}

@Suite("Certificate store: service") struct ServiceTests {
    @Test func looksAtItsFiles() async throws {
        let folder = try PairFolder(try TestPair(.rsa, serverNames: ["first.test"]))
        var configuration = CertificateStore.Configuration()
        configuration.checkInterval = .milliseconds(5)
        let store = try CertificateStore([folder.files], configuration: configuration)
        try await testGracefulShutdown { trigger in
            async let running: Void = store.run()
            // A key that does not fit is kept out until its certificate comes.
            let next = try TestPair(.p256, serverNames: ["second.test"])
            try folder.write(privateKey: next.keyPEM)
            try await Task.sleep(for: .milliseconds(50))
            #expect(store.certificates[0].serverNames == ["first.test"])
            try folder.write(certificateChain: next.certificatePEM)
            try await waitUntil { store.certificates[0].serverNames == ["second.test"] }
            trigger.triggerGracefulShutdown()
            try await running
        }
        try folder.write(try TestPair(.rsa, serverNames: ["third.test"]))
        try await Task.sleep(for: .milliseconds(50))
        #expect(store.certificates[0].serverNames == ["second.test"])
    }

    @Test func readsAgainAtAnInterval() async throws {
        let folder = try PairFolder(try TestPair(.rsa, serverNames: ["first.test"]))
        var configuration = CertificateStore.Configuration()
        configuration.checkInterval = nil
        configuration.reloadInterval = .milliseconds(5)
        let store = try CertificateStore([folder.files], configuration: configuration)
        let running = Task { try await store.run() }
        try folder.write(try TestPair(.rsa, serverNames: ["second.test"]))
        try await waitUntil { store.certificates[0].serverNames == ["second.test"] }
        running.cancel()
        try await running.value
    }

    /// In a process of its own, which a signal may end.
    @Test func readsAgainAtSIGHUP() async {
        await #expect(processExitsWith: .success) {
            let folder = try PairFolder(try TestPair(.rsa, serverNames: ["first.test"]))
            let log = InMemoryLogHandler()
            var configuration = CertificateStore.Configuration()
            configuration.checkInterval = nil
            configuration.reloadsOnHangUp = true
            configuration.logger = Logger(label: "test") { _ in log }
            configuration.logger.logLevel = .debug
            let store = try CertificateStore([folder.files], configuration: configuration)
            let running = Task { try await store.run() }
            try await waitUntil { !log.entries.isEmpty }
            for name in ["second.test", "third.test"] {
                try folder.write(try TestPair(.rsa, serverNames: [name]))
                try await Task.sleep(for: .milliseconds(20))
                #expect(store.certificates[0].serverNames != [name])
                kill(getpid(), SIGHUP)
                try await waitUntil { store.certificates[0].serverNames == [name] }
            }
            running.cancel()
            try await running.value
        }
    }

    /// What waits is answered when the group shuts down; what comes then is refused.
    @Test func aBatcherEndsWithItsGroup() async throws {
        let batcher = try RSABatcher()
        let key = try RSAPrivateKey(pemRepresentation: RSAVectors.key("rsa2048").pkcs8PEM)
        let digest = [UInt8](repeating: 1, count: 32)
        try await testGracefulShutdown { trigger in
            async let running: Void = batcher.run()
            let answers = Answers()
            for _ in 0..<20 {
                batcher.sign(digest: digest, scheme: .pkcs1(.sha256), with: key) { result in
                    if case .success = result { answers.count.add(1, ordering: .relaxed) }
                }
            }
            trigger.triggerGracefulShutdown()
            try await running
            #expect(answers.count.load(ordering: .relaxed) == 20)
        }
        await #expect(throws: RSABatcherError.shutDown) {
            _ = try await batcher.sign(digest: digest, scheme: .pkcs1(.sha256), with: key)
        }
    }

    @Test func aGroupOfServicesEnds() async throws {
        let folder = try PairFolder(try TestPair(.rsa))
        let batcher = try RSABatcher()
        var configuration = CertificateStore.Configuration()
        configuration.batcher = batcher
        let store = try CertificateStore([folder.files], configuration: configuration)
        let group = ServiceGroup(services: [batcher, store], logger: Logger(label: "test"))
        async let running: Void = group.run()
        try await Task.sleep(for: .milliseconds(20))
        await group.triggerGracefulShutdown()
        try await running
    }
}
