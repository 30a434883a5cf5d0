// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeServices
import NIOSSL
import Synchronization
import Testing

/// Whether clients are to stop.
private final class Ending: Sendable {
    let hasEnded = Atomic(false)
}

@Suite("Certificate store: rotation under load") struct RotationTests {
    /// Sixteen clients open connections again and again, to two names, while both pairs are exchanged
    /// twenty times, half of them with RSA keys, and files that do not fit stand there in between. No
    /// handshake fails, and one that begins after a reload shows what it brought.
    @Test func noHandshakeFailsWhilePairsAreExchanged() async throws {
        let names = ["first.test", "second.test"]
        let folders = try names.map { try PairFolder(try TestPair(.rsa, serverNames: [$0])) }
        var configuration = CertificateStore.Configuration()
        // What it finds between two writes does not fit.
        configuration.checkInterval = .milliseconds(2)
        let store = try CertificateStore(folders.map(\.files), configuration: configuration)
        let server = try await EchoServer(.makeServerConfiguration(certificateStore: store))
        let ending = Ending()
        let running = Task { try await store.run() }

        try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<16 {
                group.addTask {
                    var seen: Set<NIOSSLCertificate> = []
                    while !ending.hasEnded.load(ordering: .relaxed) {
                        seen.insert(
                            try await shownCertificate(
                                port: server.port,
                                serverName: names[index % 2]
                            )
                        )
                    }
                    return seen.count
                }
            }
            defer { ending.hasEnded.store(true, ordering: .relaxed) }
            for round in 0..<20 {
                let index = round % 2
                let kind = [TestPair.Kind.otherRSA, .p256, .rsa, .ed25519][round / 2 % 4]
                let next = try TestPair(kind, serverNames: [names[index]])
                try folders[index].write(privateKey: next.keyPEM)
                try await Task.sleep(for: .milliseconds(10))
                try folders[index].write(certificateChain: next.certificatePEM)
                let outcome = store.reload()[index].outcome
                #expect(outcome == .replaced || outcome == .unchanged)
                let shown = try await shownCertificate(port: server.port, serverName: names[index])
                #expect(shown == next.certificate)
            }
            ending.hasEnded.store(true, ordering: .relaxed)
            for try await seenCount in group { #expect(seenCount > 1) }
        }
        running.cancel()
        try await running.value
        #expect(server.errors.isEmpty, "\(server.errors)")
        try await server.close()
    }
}
