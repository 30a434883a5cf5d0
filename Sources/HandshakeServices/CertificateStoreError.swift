// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Why a store was not made, or keeps the pair that it has.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum CertificateStoreError: Error, Equatable, Sendable {
    // The store

    /// A store has at least one pair of files.
    case noFiles
    /// An interval is not above zero.
    case invalidInterval
    /// There is no batcher for the RSA keys: the system has no thread for it.
    case batcher(RSABatcherError)

    // A pair of files

    /// The chain could not be read: it is not there, cut short, or no PEM.
    case unreadableCertificate(path: String, reason: String)
    /// The key could not be read: it is not there, cut short, encrypted, no PEM, or of a kind that no
    /// certificate of TLS has.
    case unreadableKey(path: String, reason: String)
    /// The key is not that of the chain's first certificate.
    case keyDoesNotFit(certificateChain: String, privateKey: String)
    /// A file was written while it was read.
    case changedWhileRead(path: String)
    /// A certificate of the chain has expired, and the pair that is there has not.
    case expired(path: String, notValidAfter: Date)
    /// A certificate of the chain is not valid yet, and the pair that is there is.
    case notYetValid(path: String, notValidBefore: Date)
}

extension CertificateStoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noFiles: "no pair of certificate and key: a store has at least one"
        case .invalidInterval: "an interval of zero or less: leave it out to do without it"
        case .batcher(let error): "no batcher for RSA keys: \(error)"
        case .unreadableCertificate(let path, let reason):
            "the certificates in \(path) cannot be read: \(reason)"
        case .unreadableKey(let path, let reason):
            "the key in \(path) cannot be read: \(reason)"
        case .keyDoesNotFit(let certificateChain, let privateKey):
            "the key in \(privateKey) is not that of the first certificate in \(certificateChain)"
        case .changedWhileRead(let path): "\(path) was written while it was read"
        case .expired(let path, let date):
            "a certificate in \(path) has expired: \(date.formatted(.iso8601))"
        case .notYetValid(let path, let date):
            "a certificate in \(path) is valid only from \(date.formatted(.iso8601)) on"
        }
    }
}

extension CertificateStoreError: LocalizedError {
    public var errorDescription: String? { description }
}
