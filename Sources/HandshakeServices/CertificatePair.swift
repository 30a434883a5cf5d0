// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeNIOSSL
internal import NIOSSL
internal import SwiftASN1
internal import X509

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A certificate chain and its key, which belong together.
struct CertificatePair: Sendable {
    let chain: [NIOSSLCertificateSource]
    let key: NIOSSLPrivateKeySource
    /// The DNS names of the first certificate's subjectAltName, in lower case.
    let serverNames: [String]
    /// When the whole chain is valid.
    let notValidBefore, notValidAfter: Date

    /// Reads both files, and has NIOSSL take what they hold.
    init(_ files: CertificateFiles, batcher: RSABatcher) throws(CertificateStoreError) {
        let certificates = try Self.readChain(files.certificateChain)
        do {
            serverNames = try Self.serverNames(of: certificates[0])
        } catch {
            throw .unreadableCertificate(path: files.certificateChain, reason: "\(error)")
        }
        notValidBefore = Date(since1970: certificates.map(\.notValidBefore).max() ?? 0)
        notValidAfter = Date(since1970: certificates.map(\.notValidAfter).min() ?? 0)
        chain = certificates.map { .certificate($0) }
        key = .privateKey(
            try Self.readKey(files, certificate: certificates[0], batcher: batcher)
        )
        do {
            // BoringSSL compares a key of its own with the certificate.
            _ = try NIOSSLContext(
                configuration: .makeServerConfiguration(certificateChain: chain, privateKey: key)
            )
        } catch NIOSSLError.failedToLoadPrivateKey {
            throw .keyDoesNotFit(
                certificateChain: files.certificateChain,
                privateKey: files.privateKey
            )
        } catch {
            throw .unreadableCertificate(path: files.certificateChain, reason: "\(error)")
        }
    }

    /// Whether both have the same certificates and the same key.
    func isSame(as other: CertificatePair) -> Bool { chain == other.chain && key == other.key }

    /// Why clients would refuse the chain at this time; nil where its dates are right.
    func fault(at date: Date, in files: CertificateFiles) -> CertificateStoreError? {
        if date > notValidAfter {
            return .expired(path: files.certificateChain, notValidAfter: notValidAfter)
        }
        if date < notValidBefore {
            return .notYetValid(path: files.certificateChain, notValidBefore: notValidBefore)
        }
        return nil
    }

    private static func readChain(
        _ path: String
    ) throws(CertificateStoreError) -> [NIOSSLCertificate] {
        do {
            let file = try SecretBytes(contentsOfFile: path)
            let bytes = file.withBytes { bytes in bytes.indices.map { bytes[$0] } }
            return try NIOSSLCertificate.fromPEMBytes(bytes)
        } catch {
            throw .unreadableCertificate(path: path, reason: "\(error)")
        }
    }

    private static func serverNames(of certificate: NIOSSLCertificate) throws -> [String] {
        let extensions = try Certificate(derEncoded: certificate.toDERBytes()).extensions
        return try extensions.subjectAlternativeNames?.compactMap { name in
            if case .dnsName(let name) = name { name.lowercased() } else { nil }
        } ?? []
    }

    private static func readKey(
        _ files: CertificateFiles,
        certificate: NIOSSLCertificate,
        batcher: RSABatcher
    ) throws(CertificateStoreError) -> NIOSSLPrivateKey {
        var configuration = AcceleratedRSAPrivateKey.Configuration()
        configuration.batcher = batcher
        configuration.observer = files.observer
        do {
            return try .accelerated(
                file: files.privateKey,
                format: .pem,
                certificate: certificate,
                configuration: configuration
            )
        } catch AcceleratedRSAError.certificateIsForAnotherKey {
            throw .keyDoesNotFit(
                certificateChain: files.certificateChain,
                privateKey: files.privateKey
            )
        } catch AcceleratedRSAError.unreadableFile(let path, let reason) {
            throw .unreadableKey(path: path, reason: reason)
        } catch {
            throw .unreadableKey(path: files.privateKey, reason: "\(error)")
        }
    }
}

extension Date {
    fileprivate init(since1970 seconds: some BinaryInteger) {
        self.init(timeIntervalSince1970: TimeInterval(seconds))
    }
}
