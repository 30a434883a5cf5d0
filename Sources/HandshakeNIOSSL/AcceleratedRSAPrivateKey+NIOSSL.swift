// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
public import NIOCore
public import NIOSSL

extension AcceleratedRSAPrivateKey: NIOSSLCustomPrivateKey {
    /// PSS (TLS 1.3 and 1.2) and PKCS #1 v1.5 (TLS 1.2), each with SHA-256, SHA-384 and SHA-512.
    public var signatureAlgorithms: [SignatureAlgorithm] { Self.algorithms }

    private static let algorithms: [SignatureAlgorithm] = [
        .rsaPssRsaeSha256, .rsaPkcs1Sha256, .rsaPssRsaeSha384, .rsaPkcs1Sha384, .rsaPssRsaeSha512,
        .rsaPkcs1Sha512,
    ]

    /// The private key as PKCS #8, if it ``isExportable``; otherwise nothing. The array cannot be
    /// wiped.
    public var derBytes: [UInt8] {
        guard isExportable, let bytes = try? key.derRepresentation(.pkcs8) else { return [] }
        return bytes.withBytes { span in span.indices.map { span[$0] } }
    }

    /// Signs `data`, which is not hashed yet. The future fails with ``AcceleratedRSAError``.
    public func sign(
        channel: any Channel,
        algorithm: SignatureAlgorithm,
        data: ByteBuffer
    ) -> EventLoopFuture<ByteBuffer> {
        guard let scheme = RSASignatureScheme(algorithm) else {
            return requests.refuse(
                .sign(algorithm),
                .unsupportedSignatureAlgorithm("0x" + String(algorithm.rawValue, radix: 16)),
                on: channel
            )
        }
        var hash = HashState(scheme.hash)
        unsafe data.withUnsafeReadableBytes { hash.update(unsafe Span<UInt8>(_unsafeBytes: $0)) }
        return requests.add(.sign(hash.finalize(), scheme), .sign(algorithm), on: channel)
    }

    /// The raw operation: exactly as many bytes as the modulus has, leading zeros kept, the padding
    /// still to be removed. The premaster secret is in the buffer, and in an array on the way to it;
    /// neither can be wiped. The future fails with ``AcceleratedRSAError``.
    public func decrypt(channel: any Channel, data: ByteBuffer) -> EventLoopFuture<ByteBuffer> {
        requests.add(.rawOperation(Array(data.readableBytesView)), .decrypt, on: channel)
    }
}

extension RSASignatureScheme {
    /// RFC 8446 section 4.2.3.
    fileprivate init?(_ algorithm: SignatureAlgorithm) {
        switch algorithm {
        case .rsaPssRsaeSha256: self = .pss(.sha256)
        case .rsaPssRsaeSha384: self = .pss(.sha384)
        case .rsaPssRsaeSha512: self = .pss(.sha512)
        case .rsaPkcs1Sha256: self = .pkcs1(.sha256)
        case .rsaPkcs1Sha384: self = .pkcs1(.sha384)
        case .rsaPkcs1Sha512: self = .pkcs1(.sha512)
        default: return nil
        }
    }
}
