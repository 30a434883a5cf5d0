// SPDX-License-Identifier: Apache-2.0

import HandshakeNIOSSL
import Synchronization

/// Keeps what it hears.
final class RecordingObserver: AcceleratedRSAObserver {
    private let heard = Mutex<[AcceleratedRSAOperation]>([])

    func operationDidFinish(_ operation: AcceleratedRSAOperation) {
        heard.withLock { $0.append(operation) }
    }

    /// Returns when there were that many operations; throws if they do not come.
    func waitForOperations(_ count: Int) async throws {
        for _ in 0..<2000 {
            if operations.count >= count { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw NotHeard()
    }

    struct NotHeard: Error {}

    var operations: [AcceleratedRSAOperation] { heard.withLock { $0 } }
    var kinds: [AcceleratedRSAOperation.Kind] { operations.map(\.kind) }
    var errors: [AcceleratedRSAError] { operations.compactMap(\.error) }
}
