// SPDX-License-Identifier: Apache-2.0

import Dispatch
import HandshakeCore

/// Keeps a batcher of one thread busy, so that what is asked of it meanwhile waits.
struct Occupation: Sendable {
    private let release = DispatchSemaphore(value: 0)

    /// Returns when the batcher's thread is taken.
    init(of batcher: RSABatcher, key: RSAPrivateKey) {
        let isTaken = DispatchSemaphore(value: 0)
        let number = [UInt8](repeating: 1, count: key.modulusByteCount)
        batcher.rawOperation(number, with: key) { [release] _ in
            isTaken.signal()
            release.wait()
        }
        isTaken.wait()
    }

    func end() { release.signal() }
}
