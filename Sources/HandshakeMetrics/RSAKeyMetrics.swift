// SPDX-License-Identifier: Apache-2.0

#if NIOSSL
internal import CoreMetrics
internal import HandshakeCore
public import HandshakeNIOSSL

extension RSAMetrics {
    /// Metrics of a key under swift-nio-ssl, for `AcceleratedRSAPrivateKey.Configuration.observer`, or
    /// `CertificateFiles.observer` of HandshakeServices. The name becomes a dimension: a few fixed ones,
    /// such as the server's, and nothing secret.
    ///
    /// | metric | kind | dimensions | what it is |
    /// |---|---|---|---|
    /// | `handshake_rsa_key_operations` | counter | key, kind | operations that connections asked for: kind `sign` or `decrypt` |
    /// | `handshake_rsa_key_duration` | timer | key, kind | from a connection's request to the result |
    /// | `handshake_rsa_key_failures` | counter | key, reason | operations without a result: `channel_closed`, `queue_full`, `shut_down`, `unsupported_algorithm`, `other` |
    public func keyObserver(named name: String) -> any AcceleratedRSAObserver {
        RSAKeyMetrics(name: name, factory: factory)
    }
}

private struct RSAKeyMetrics: AcceleratedRSAObserver {
    private struct Operations: Sendable {
        let count: Counter
        let duration: Timer
    }

    private let sign, decrypt: Operations
    private let channelClosed, queueFull, shutDown, unsupportedAlgorithm, other: Counter

    init(name: String, factory: any MetricsFactory) {
        func operations(_ kind: String) -> Operations {
            let dimensions = [("key", name), ("kind", kind)]
            return Operations(
                count: Counter(
                    label: "handshake_rsa_key_operations",
                    dimensions: dimensions,
                    factory: factory
                ),
                duration: Timer(
                    label: "handshake_rsa_key_duration",
                    dimensions: dimensions,
                    factory: factory
                )
            )
        }
        func failures(_ reason: String) -> Counter {
            Counter(
                label: "handshake_rsa_key_failures",
                dimensions: [("key", name), ("reason", reason)],
                factory: factory
            )
        }
        sign = operations("sign")
        decrypt = operations("decrypt")
        channelClosed = failures("channel_closed")
        queueFull = failures("queue_full")
        shutDown = failures("shut_down")
        unsupportedAlgorithm = failures("unsupported_algorithm")
        other = failures("other")
    }

    func operationDidFinish(_ operation: AcceleratedRSAOperation) {
        let operations =
            switch operation.kind {
            case .decrypt: decrypt
            default: sign
            }
        operations.count.increment()
        operations.duration.recordNanoseconds(operation.duration.nanoseconds)
        switch operation.error {
        case nil: break
        case .channelClosed: channelClosed.increment()
        case .batcher(.queueFull): queueFull.increment()
        case .batcher(.shutDown): shutDown.increment()
        case .unsupportedSignatureAlgorithm: unsupportedAlgorithm.increment()
        default: other.increment()
        }
    }
}
#endif
