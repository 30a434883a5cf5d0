// SPDX-License-Identifier: Apache-2.0

/// One operation that is counted, with one kernel.
struct Workload {
    /// The id that handshake-bench has for it.
    let id: String
    let kernel: String
    var operationsPerCall = 1
    var bytesPerOperation = 0
    /// Sets it up, and answers a call.
    let make: () throws -> () throws -> Void

    static var all: [Workload] {
        rsa + keyDerivation + aesGCM + tls12Records + tls13Records
    }
}
