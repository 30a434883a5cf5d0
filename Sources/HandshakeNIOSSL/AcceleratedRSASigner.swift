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
public struct AcceleratedRSASigner: Sendable {
    public let key: RSAPrivateKey
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
    ) throws(AcceleratedRSAError) {
        guard key.usage == .unrestricted else { throw .keyIsForPSSOnly }
        self.key = key
        self.batcher =
            if let batcher { batcher } else { try AcceleratedRSAPrivateKey.ownBatcher() }
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
    ) throws(AcceleratedRSAError) -> [UInt8] {
        let digest = scheme.hash.digest(of: message)
        var signature = [UInt8](repeating: 0, count: key.modulusByteCount)
        var span = signature.mutableSpan
        do throws(RSAError) {
            switch scheme {
            case .pkcs1(let hash):
                try key.signPKCS1(digest: digest.span, hash: hash, into: &span)
            case .pss(let hash, let saltLength):
                try key.signPSS(
                    digest: digest.span,
                    hash: hash,
                    saltLength: saltLength,
                    into: &span
                )
            }
        } catch {
            throw .batcher(.operation(error))
        }
        return signature
    }

    /// Signs a message in a batch with what other callers ask for.
    public func signature(
        for message: some DataProtocol,
        scheme: RSASignatureScheme
    ) async throws(AcceleratedRSAError) -> [UInt8] {
        let digest = scheme.hash.digest(of: message)
        do throws(RSABatcherError) {
            return try await batcher.sign(digest: digest, scheme: scheme, with: key)
        } catch {
            throw .batcher(error)
        }
    }

    /// Whether `signature` is this key's for `message`.
    public func isValidSignature(
        _ signature: some DataProtocol,
        for message: some DataProtocol,
        scheme: RSASignatureScheme
    ) -> Bool {
        let digest = scheme.hash.digest(of: message)
        let signature = [UInt8](signature)
        do throws(RSAError) {
            switch scheme {
            case .pkcs1(let hash):
                try key.publicKey.verifyPKCS1(signature.span, digest: digest.span, hash: hash)
            case .pss(let hash, let saltLength):
                try key.publicKey.verifyPSS(
                    signature.span,
                    digest: digest.span,
                    hash: hash,
                    saltLength: saltLength
                )
            }
            return true
        } catch {
            return false
        }
    }
}

extension AcceleratedRSAPrivateKey {
    /// The same key on the same batcher as a signer of messages and certificates.
    public func signer() throws(AcceleratedRSAError) -> AcceleratedRSASigner {
        try AcceleratedRSASigner(key, batcher: batcher, isExportable: isExportable)
    }
}
