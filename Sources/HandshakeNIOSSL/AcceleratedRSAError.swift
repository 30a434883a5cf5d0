// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

/// Why an accelerated key was not made, or gave no result.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum AcceleratedRSAError: Error, Equatable, Sendable {
    // When the key is made

    /// The key could not be read.
    case key(KeyFormatError)
    /// The key's file could not be read: its path, and the system's reason.
    case unreadableFile(path: String, reason: String)
    /// The certificate has no RSA key: why.
    case certificate(KeyFormatError)
    /// The certificate is another key's.
    case certificateIsForAnotherKey
    /// The key is for PSS signatures only (id-RSASSA-PSS), which BoringSSL does not take.
    case keyIsForPSSOnly

    // When it is used

    /// The key does not sign with this algorithm, named by its number in TLS.
    case unsupportedSignatureAlgorithm(String)
    /// The channel was closed before the operation began.
    case channelClosed
    /// The batcher gave no result: its queue is full, it is shut down or another
    /// process', or the operation failed.
    case batcher(RSABatcherError)
    /// The private key was asked for, and ``AcceleratedRSAPrivateKey/Configuration/isExportable``
    /// is false.
    case notExportable
}

extension AcceleratedRSAError: CustomStringConvertible {
    /// What is wrong, for people. Nothing of the key is in it.
    public var description: String {
        switch self {
        case .key(let error): "the key cannot be read: \(error)"
        case .unreadableFile(let path, let reason): "\(path) cannot be read: \(reason)"
        case .certificate(let error): "the certificate has no RSA key: \(error)"
        case .certificateIsForAnotherKey: "the certificate is another key's"
        case .keyIsForPSSOnly: "BoringSSL takes no key that is for PSS signatures only"
        case .unsupportedSignatureAlgorithm(let algorithm):
            "an RSA key does not sign with the algorithm \(algorithm)"
        case .channelClosed: "the channel was closed before the operation began"
        case .batcher(let error): error.description
        case .notExportable: "the key is not exportable: its configuration says so"
        }
    }
}
