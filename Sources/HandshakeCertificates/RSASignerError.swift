// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

/// Why a signer was not made, or signed nothing.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum RSASignerError: Error, Equatable, Sendable {
    // When the signer is made

    /// The key is for PSS signatures only (id-RSASSA-PSS), which swift-certificates does not take.
    case keyIsForPSSOnly
    /// swift-certificates does not take the public key: why.
    case publicKeyRefused(reason: String)

    // When it is used

    /// The key does not sign with this algorithm, named by its identifier in a certificate.
    case unsupportedSignatureAlgorithm(String)
    /// The batcher gave no result: its queue is full, it is shut down or another
    /// process', or the operation failed.
    case batcher(RSABatcherError)
    /// The private key was asked for, and ``RSASigner/isExportable`` is false.
    case notExportable
}
