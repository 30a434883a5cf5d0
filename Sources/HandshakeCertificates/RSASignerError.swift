// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

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

extension RSASignerError: CustomStringConvertible {
    /// What is wrong, for people. Nothing of the key is in it.
    public var description: String {
        switch self {
        case .keyIsForPSSOnly: "swift-certificates takes no key that is for PSS signatures only"
        case .publicKeyRefused(let reason): "swift-certificates refuses the public key: \(reason)"
        case .unsupportedSignatureAlgorithm(let algorithm):
            "an RSA key does not sign with the algorithm \(algorithm)"
        case .batcher(let error): error.description
        case .notExportable: "the key is not exportable: the signer was made so"
        }
    }
}

extension RSASignerError: LocalizedError {
    public var errorDescription: String? { description }
}
