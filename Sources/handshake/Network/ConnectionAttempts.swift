// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix

/// A server that was started a moment ago may not listen yet: a refusal is not believed at once.
enum ConnectionAttempts {
    private static let retryCount = 5

    static func make<Connection: Sendable>(
        _ connect: () async throws -> Connection
    ) async throws -> Connection {
        for _ in 0..<retryCount {
            do {
                return try await connect()
            } catch let error as NIOConnectionError {
                let isRefused = error.connectionErrors.contains { failure in
                    (failure.error as? IOError)?.errnoCode == ECONNREFUSED
                }
                guard isRefused else { throw error }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return try await connect()
    }
}
