// SPDX-License-Identifier: Apache-2.0

private import CPeers

/// Owns an operation of the C peers.
@safe final class PeerOperation {
    private let handle: OpaquePointer
    private let name: String

    /// nil: the peer has no such operation.
    init?(_ handle: OpaquePointer?, name: String) {
        guard let handle = unsafe handle else { return nil }
        unsafe self.handle = handle
        self.name = name
    }

    deinit { unsafe peer_operation_free(handle) }

    /// The operation, of a library of that version; `countsItself`: it says what part of a run is
    /// measured.
    func operation(
        version: String,
        operationsPerCall: Int = 1,
        countsItself: Bool = false
    ) -> Operation {
        Operation(
            version: version,
            operationsPerCall: operationsPerCall,
            countedSeconds: countsItself ? { unsafe peer_operation_seconds(self.handle) } : nil,
            run: { calls in
                if unsafe peer_operation_run(self.handle, UInt64(calls)) != 0 {
                    throw OperationFailed(description: "a call of \(self.name) failed")
                }
            },
            result: {
                let capacity = 1 << 16
                let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                    unsafe count = peer_operation_result(
                        self.handle,
                        buffer.baseAddress,
                        buffer.count
                    )
                }
                if bytes.isEmpty {
                    throw OperationFailed(description: "a call of \(self.name) failed")
                }
                return bytes
            }
        )
    }
}
