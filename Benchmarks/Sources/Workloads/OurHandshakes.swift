// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore
internal import HandshakeEngine
private import Measurement

/// Our side of the handshake workloads.
struct OurHandshakes {
    let fixture: TLSFixture
    let kind: HandshakeKind

    /// How many handshakes are in flight over one batcher.
    static let batchedCount = 64
    /// The clients are on the server's thread and hold it up, as clients elsewhere would not: requests
    /// wait for each other, so that batches fill as they do under load.
    private let batcherDelay = Duration.milliseconds(20)

    /// One handshake after the other.
    func single(_ side: HandshakeSide) -> Candidate {
        let calls =
            "TLSConnection(client:), TLSConnection(server:), receive, nextEvent, takeBytesToSend, "
            + "VerificationRequest.verify() (configurations, keys, trust once)"
            + (kind.isResumed ? ", session ticket" : "")
        return Candidate("handshake", calls: calls) {
            let endpoints = try TLSEndpoints(fixture, kind)
            let executor = CallingThreadExecutor()
            var seconds = 0.0
            return Operation(
                version: Versions.handshake,
                kernel: OurRSA.kernelName(endpoints.serverKey.kernel, isBatch: false),
                countedSeconds: side == .both ? nil : { seconds },
                run: { calls in
                    seconds += try executor.run {
                        var seconds = 0.0
                        for _ in 0..<calls { seconds += try await endpoints.handshake(timed: side) }
                        return seconds
                    }
                },
                result: { try Self.negotiated(endpoints) }
            )
        }
    }

    /// Many at once on one thread, their private operations by a batcher with a thread of its own. What
    /// is counted is what the clients do not take of the whole process's time.
    func batched() -> Candidate {
        let calls =
            "TLSConnection and RSABatcher, \(Self.batchedCount) handshakes in flight; the time of all "
            + "threads less the clients'"
        return Candidate("handshake", calls: calls) {
            let endpoints = try TLSEndpoints(fixture, kind, keyIsExternal: true)
            let direct = try TLSEndpoints(fixture, kind)
            var configuration = RSABatcher.Configuration()
            configuration.maximumDelay = batcherDelay
            let load = HandshakeLoad(endpoints, try RSABatcher(configuration))
            let executor = CallingThreadExecutor()
            var seconds = 0.0
            return Operation(
                version: Versions.handshake,
                kernel: OurRSA.kernelName(endpoints.serverKey.kernel, isBatch: true),
                operationsPerCall: Self.batchedCount,
                usesOtherThreads: true,
                countedSeconds: { seconds },
                run: { calls in
                    let start = Clock.process.now()
                    let clientSeconds = try executor.run {
                        try await load.run(count: calls * Self.batchedCount)
                    }
                    seconds += Clock.process.now() - start - clientSeconds
                },
                result: { try Self.negotiated(direct) }
            )
        }
    }

    private static func negotiated(_ endpoints: TLSEndpoints) throws -> [UInt8] {
        let text = try CallingThreadExecutor().run { try await endpoints.negotiated() }
        return Array(text.utf8)
    }
}
