// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeNIOSSL
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@Suite("Accelerated key: load") struct LoadTests {
    /// 10,000 handshakes, 200 of them in flight: each ends well, each takes one operation, and the
    /// memory that the process holds stays what it was after the first thousand. In a process of its
    /// own, whose memory no other test uses. Fewer where the CPU's features are taken away: there the
    /// kernels are what is tested.
    @Test func tenThousandHandshakesLeaveNothingBehind() async {
        await #expect(processExitsWith: .success) {
            let serverGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let clientGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let identity = try TestIdentity("rsa2048")
            let observer = RecordingObserver()
            let key = try identity.accelerated { $0.observer = observer }
            let server = try await TestServer(identity.serverConfiguration(key), on: serverGroup)
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.certificateVerification = .none
            let client = try TestClient(configuration, on: clientGroup)

            let isTier = ProcessInfo.processInfo.environment["HANDSHAKE_CPU_DISABLE"] != nil
            let count = isTier ? 1000 : 9000
            #expect(await client.handshakes(1000, inFlight: 200, port: server.port) == 1000)
            let before = try residentByteCount()
            #expect(await client.handshakes(count, inFlight: 200, port: server.port) == count)
            let growth = try residentByteCount() - before
            #expect(growth < 16 << 20, "\(growth) bytes more after \(count) handshakes")
            #expect(observer.operations.count == 1000 + count)
            #expect(observer.errors.isEmpty)
            #expect(server.connectionErrors.isEmpty)
            try await server.close()
        }
    }
}

extension TestClient {
    /// Opens `count` connections, so many at a time; how many ended well.
    fileprivate func handshakes(_ count: Int, inFlight: Int, port: Int) async -> Int {
        await withTaskGroup(of: Int.self) { tasks in
            for _ in 0..<inFlight {
                tasks.addTask {
                    var succeeded = 0
                    for _ in 0..<(count / inFlight) {
                        let reply = try? await get(port: port)
                        succeeded += reply?.text.hasSuffix(TestServer.body) == true ? 1 : 0
                    }
                    return succeeded
                }
            }
            return await tasks.reduce(0, +)
        }
    }
}

/// The memory that this process holds.
private func residentByteCount() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let kibibytes = line?.split(separator: " ").compactMap { Int($0) }.first
    return try #require(kibibytes) * 1024
}
