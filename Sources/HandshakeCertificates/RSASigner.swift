// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
internal import SwiftASN1
public import X509

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An RSA private key that signs messages: tokens and other bytes, and, as swift-certificates'
/// `CustomPrivateKey`, certificates and requests for them.
///
/// A synchronous call does one operation on the caller's thread. Asynchronous ones go through the
/// batcher, where concurrent callers share the work.
///
/// Two are equal if they are the same key.
public struct RSASigner: Sendable {
    /// The key that signs.
    public let key: RSAPrivateKey
    /// What asynchronous calls go through.
    public let batcher: RSABatcher
    /// Whether the private key may leave as PEM.
    public let isExportable: Bool
    /// The public key, as swift-certificates has it.
    public let publicKey: Certificate.PublicKey

    /// A signer with `key`, on a batcher of its own unless another is given.
    public init(
        _ key: RSAPrivateKey,
        batcher: RSABatcher? = nil,
        isExportable: Bool = false
    ) throws(RSASignerError) {
        guard key.usage == .unrestricted else { throw .keyIsForPSSOnly }
        self.key = key
        do throws(RSABatcherError) {
            self.batcher = if let batcher { batcher } else { try RSABatcher() }
        } catch {
            throw .batcher(error)
        }
        self.isExportable = isExportable
        do {
            let information = try key.publicKey.derRepresentation(.subjectPublicKeyInfo)
            publicKey = try Certificate.PublicKey(derEncoded: information)
        } catch {
            throw .publicKeyRefused(
                reason: "it does not read RSA keys of \(key.publicKey.modulusBitCount) bits"
            )
        }
    }

    /// Signs a message.
    public func signature(
        for message: some DataProtocol,
        scheme: RSASignatureScheme
    ) throws(RSASignerError) -> [UInt8] {
        let digest = scheme.hash.digest(of: message)
        do throws(RSAError) {
            return try key.sign(digest: digest, scheme: scheme)
        } catch {
            throw .batcher(.operation(error))
        }
    }

    /// Signs a message in a batch with what other callers ask for. Throws ``RSASignerError``, and
    /// `CancellationError` if the task is cancelled before the operation began.
    public func signature(
        for message: some DataProtocol,
        scheme: RSASignatureScheme
    ) async throws -> [UInt8] {
        let digest = scheme.hash.digest(of: message)
        do {
            return try await batcher.sign(digest: digest, scheme: scheme, with: key)
        } catch let error as RSABatcherError {
            throw RSASignerError.batcher(error)
        }
    }

    /// Whether `signature` is this key's for `message`.
    public func isValidSignature(
        _ signature: some DataProtocol,
        for message: some DataProtocol,
        scheme: RSASignatureScheme
    ) -> Bool {
        let digest = scheme.hash.digest(of: message)
        do throws(RSAError) {
            try key.publicKey.verify([UInt8](signature), digest: digest, scheme: scheme)
            return true
        } catch {
            return false
        }
    }
}
