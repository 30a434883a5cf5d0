// SPDX-License-Identifier: Apache-2.0

internal import CPeers

/// Intel's crypto_mb, loaded: of what is measured it has RSA in batches of eight, and nothing else.
@safe struct CryptoMB {
    let name: String
    let version: String
    private let handle: OpaquePointer

    /// Whether the library at `path` is one, by its symbols.
    static func isAt(_ path: String) -> Bool { unsafe peer_is_crypto_mb(path) != 0 }

    static func open(name: String, path: String) -> Result<CryptoMB, OperationFailed> {
        unsafe withErrorText { text, capacity in
            unsafe peer_crypto_mb_open(path, text, capacity)
        }.map { handle in
            unsafe CryptoMB(
                name: name,
                version: String(cString: peer_crypto_mb_version(handle)),
                handle: handle
            )
        }
    }

    /// Private operations of one key on one input. nil: crypto_mb has no such size.
    func privateBatch(key: BenchmarkKey) -> Operation? {
        let message = key.message
        let operation = unsafe key.withCRTNumbers { numbers in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe peer_crypto_mb_rsa(handle, numbers, message.baseAddress)
            }
        }
        return unsafe PeerOperation(operation, name: name)?
            .operation(version: version, operationsPerCall: Catalogue.batchCount)
    }
}
