// SPDX-License-Identifier: Apache-2.0

internal import CLibcrypto
internal import HandshakeCore

/// An RSA key of libcrypto's.
@safe final class LibcryptoKey {
    private let pointer: OpaquePointer

    private init?(_ pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe libcrypto_key_free(pointer) }

    /// Reads a key. Of DER, `consumedByteCount` is how long the key is.
    convenience init?(_ format: libcrypto_format, _ bytes: [UInt8], consumedByteCount: inout Int) {
        unsafe self.init(libcrypto_key_read(format, bytes, bytes.count, &consumedByteCount))
    }

    convenience init?(primes p: [UInt8], _ q: [UInt8], exponent e: [UInt8]) {
        unsafe self.init(
            libcrypto_key_of_primes(p, p.count, q, q.count, e, e.count)
        )
    }

    func written(_ format: libcrypto_format) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 32_768)
        let count = unsafe libcrypto_key_write(pointer, format, &bytes, bytes.count)
        return count == 0 ? nil : Array(bytes.prefix(count))
    }

    func facts(isPrivate: Bool) -> libcrypto_key_facts {
        unsafe libcrypto_key_examine(pointer, isPrivate)
    }

    func encrypt(_ message: [UInt8], _ scheme: LibcryptoScheme) -> [UInt8]? {
        unsafe output { output, byteCount in
            unsafe scheme.withScheme {
                unsafe libcrypto_encrypt(pointer, $0, message, message.count, output, &byteCount)
            }
        }
    }

    func decrypt(_ ciphertext: [UInt8], _ scheme: LibcryptoScheme) -> [UInt8]? {
        unsafe output { output, byteCount in
            unsafe scheme.withScheme {
                unsafe libcrypto_decrypt(
                    pointer,
                    $0,
                    ciphertext,
                    ciphertext.count,
                    output,
                    &byteCount
                )
            }
        }
    }

    func sign(digest: [UInt8], _ scheme: LibcryptoScheme) -> [UInt8]? {
        unsafe output { output, byteCount in
            unsafe scheme.withScheme {
                unsafe libcrypto_sign(pointer, $0, digest, digest.count, output, &byteCount)
            }
        }
    }

    func accepts(_ signature: [UInt8], digest: [UInt8], _ scheme: LibcryptoScheme) -> Bool {
        unsafe scheme.withScheme {
            unsafe libcrypto_verify(
                pointer,
                $0,
                digest,
                digest.count,
                signature,
                signature.count
            )
        }
    }

    private func output(
        _ body: (UnsafeMutablePointer<UInt8>, inout Int) -> Bool
    ) -> [UInt8]? {
        var byteCount = 0
        let bytes = unsafe Libcrypto.output(4096) { unsafe body($0, &byteCount) }
        return bytes.map { Array($0.prefix(byteCount)) }
    }
}

/// A padding with its parameters, for libcrypto.
enum LibcryptoScheme {
    case none
    case pkcs1Signature(HashAlgorithm)
    case pss(HashAlgorithm, mgf1Hash: HashAlgorithm, saltLength: RSAPSSSaltLength)
    case pkcs1Encryption
    case oaep(HashAlgorithm, mgf1Hash: HashAlgorithm, label: [UInt8])
    case premaster(clientVersion: UInt16)

    fileprivate func withScheme(_ body: (UnsafePointer<libcrypto_scheme>) -> Bool) -> Bool {
        switch self {
        case .none: unsafe with(LIBCRYPTO_NONE, body: body)
        case .pkcs1Encryption: unsafe with(LIBCRYPTO_PKCS1, body: body)
        case .pkcs1Signature(let hash): unsafe with(LIBCRYPTO_PKCS1, hash, body: body)
        case .pss(let hash, let mgf1Hash, let saltLength):
            unsafe with(LIBCRYPTO_PSS, hash, mgf1Hash, saltLength: saltLength, body: body)
        case .oaep(let hash, let mgf1Hash, let label):
            unsafe with(LIBCRYPTO_OAEP, hash, mgf1Hash, label: label, body: body)
        case .premaster(let version): unsafe with(LIBCRYPTO_TLS, clientVersion: version, body: body)
        }
    }

    private func with(
        _ padding: libcrypto_padding,
        _ hash: HashAlgorithm = .sha256,
        _ mgf1Hash: HashAlgorithm = .sha256,
        saltLength: RSAPSSSaltLength = .digest,
        label: [UInt8] = [],
        clientVersion: UInt16 = 0,
        body: (UnsafePointer<libcrypto_scheme>) -> Bool
    ) -> Bool {
        let saltByteCount: Int32 =
            switch saltLength {
            case .digest: -1
            case .any: -2
            case .bytes(let byteCount): Int32(byteCount)
            }
        return unsafe hash.libcryptoName.withCString { hash in
            unsafe mgf1Hash.libcryptoName.withCString { mgf1Hash in
                unsafe label.withUnsafeBufferPointer { label in
                    var scheme = unsafe libcrypto_scheme(
                        padding: padding,
                        hash: hash,
                        mgf1_hash: mgf1Hash,
                        salt_byte_count: saltByteCount,
                        label: label.baseAddress,
                        label_byte_count: label.count,
                        client_version: UInt32(clientVersion)
                    )
                    return unsafe body(&scheme)
                }
            }
        }
    }
}
