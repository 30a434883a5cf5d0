// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
public import NIOSSL

/// An RSA private key for swift-nio-ssl that does its work in this library: in batches, on threads
/// of its own, never on an event loop.
///
/// ```swift
/// let certificates = try NIOSSLCertificate.fromPEMFile("chain.pem")
/// let key = try AcceleratedRSAPrivateKey(
///     file: "key.pem", format: .pem, certificate: certificates[0])
/// let configuration = TLSConfiguration.makeServerConfiguration(
///     certificateChain: certificates.map { .certificate($0) },
///     privateKey: .privateKey(key.nioSSLPrivateKey))
/// ```
///
/// A request goes to the batcher at the end of the event loop's turn, if no earlier request of the
/// loop is out; otherwise when those are answered, or as soon as eight are there. A connection that
/// is alone waits only for the end of its turn. A result comes back on the channel's event loop.
///
/// Two are equal if they are the same key on the same batcher.
public struct AcceleratedRSAPrivateKey: Sendable {
    /// How a key works.
    public struct Configuration: Sendable {
        /// The batcher that does the operations: one of the key's own, with one thread, if there is
        /// none. Keys that share one share its threads and its batches.
        public var batcher: RSABatcher?
        /// Hears of each operation, and why one failed.
        public var observer: (any AcceleratedRSAObserver)?
        /// Whether `derBytes` hold the private key.
        public var isExportable = false

        /// The default configuration.
        public init() {}
    }

    /// The key that does the work.
    public let key: RSAPrivateKey
    /// The batcher that it does it on.
    public let batcher: RSABatcher
    /// Whether the private key may leave as DER: ``Configuration/isExportable``.
    public let isExportable: Bool

    let requests: RequestCollector

    /// Accelerates `key`, whose certificate the server shows. NIOSSL itself does not check that the
    /// two belong together.
    ///
    /// Throws ``AcceleratedRSAError/certificateIsForAnotherKey`` if they do not.
    public init(
        _ key: RSAPrivateKey,
        certificate: NIOSSLCertificate,
        configuration: Configuration = Configuration()
    ) throws(AcceleratedRSAError) {
        let publicKey = try CertificateKey.read(certificate)
        guard publicKey.modulusBytes == key.publicKey.modulusBytes,
            publicKey.publicExponentBytes == key.publicKey.publicExponentBytes
        else { throw .certificateIsForAnotherKey }
        guard key.usage == .unrestricted, publicKey.usage == .unrestricted else {
            throw .keyIsForPSSOnly
        }
        self.key = key
        batcher = if let batcher = configuration.batcher { batcher } else { try Self.ownBatcher() }
        isExportable = configuration.isExportable
        requests = RequestCollector(key: key, batcher: batcher, observer: configuration.observer)
    }

    /// Reads a key as `RSAPrivateKey` does: PKCS #1 or PKCS #8, not encrypted. The bytes stay the
    /// caller's to wipe.
    public init(
        bytes: [UInt8],
        format: NIOSSLSerializationFormats,
        certificate: NIOSSLCertificate,
        configuration: Configuration = Configuration()
    ) throws(AcceleratedRSAError) {
        let key = try Self.read(bytes.span, format)
        try self.init(key, certificate: certificate, configuration: configuration)
    }

    /// Reads a key from a file. What was read of it is wiped.
    public init(
        file path: String,
        format: NIOSSLSerializationFormats,
        certificate: NIOSSLCertificate,
        configuration: Configuration = Configuration()
    ) throws(AcceleratedRSAError) {
        let file: SecretBytes
        do throws(FileReadingError) {
            file = try SecretBytes(contentsOfFile: path)
        } catch {
            throw .unreadableFile(path: path, reason: "\(error)")
        }
        let key = try file.withBytes { bytes throws(AcceleratedRSAError) in
            try Self.read(bytes, format)
        }
        try self.init(key, certificate: certificate, configuration: configuration)
    }

    private static func read(
        _ bytes: Span<UInt8>,
        _ format: NIOSSLSerializationFormats
    ) throws(AcceleratedRSAError) -> RSAPrivateKey {
        do throws(KeyFormatError) {
            return switch format {
            case .der: try RSAPrivateKey(derRepresentation: bytes)
            case .pem: try RSAPrivateKey(pemRepresentation: bytes)
            }
        } catch {
            throw .key(error)
        }
    }

    /// The key as `TLSConfiguration` takes it.
    public var nioSSLPrivateKey: NIOSSLPrivateKey { NIOSSLPrivateKey(customPrivateKey: self) }

    static func ownBatcher() throws(AcceleratedRSAError) -> RSABatcher {
        do throws(RSABatcherError) {
            return try RSABatcher()
        } catch {
            throw .batcher(error)
        }
    }
}

extension AcceleratedRSAPrivateKey: Hashable {
    public static func == (one: Self, other: Self) -> Bool {
        one.batcher === other.batcher
            && (one.key === other.key
                || (one.key.publicKey.modulusBytes == other.key.publicKey.modulusBytes
                    && one.key.publicKey.publicExponentBytes
                        == other.key.publicKey.publicExponentBytes))
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(batcher))
        hasher.combine(key.publicKey.modulusBytes)
    }
}
