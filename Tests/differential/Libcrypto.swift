// SPDX-License-Identifier: Apache-2.0

internal import CLibcrypto
internal import HandshakeCore

/// What libcrypto says to an input; nil where it refuses it.
enum Libcrypto {
    static func load(_ path: String) throws(LibcryptoError) {
        var reason = [CChar](repeating: 0, count: 256)
        guard unsafe libcrypto_load(path, &reason, reason.count) else {
            let bytes = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw LibcryptoError(reason: String(decoding: bytes, as: UTF8.self))
        }
    }

    static var version: String { unsafe String(cString: libcrypto_version()) }

    static var rejectsImplicitly: Bool { libcrypto_rejects_implicitly() }

    static func hash(_ algorithm: HashAlgorithm, _ message: [UInt8]) -> [UInt8]? {
        unsafe output(algorithm.digestByteCount) {
            unsafe libcrypto_hash(algorithm.libcryptoName, message, message.count, $0)
        }
    }

    static func hmac(_ algorithm: HashAlgorithm, key: [UInt8], _ message: [UInt8]) -> [UInt8]? {
        unsafe output(algorithm.digestByteCount) {
            unsafe libcrypto_hmac(
                algorithm.libcryptoName,
                key,
                key.count,
                message,
                message.count,
                $0
            )
        }
    }

    static func prf(
        _ algorithm: HashAlgorithm,
        secret: [UInt8],
        seed: [UInt8],
        byteCount: Int
    ) -> [UInt8]? {
        unsafe output(byteCount) {
            unsafe libcrypto_tls1_prf(
                algorithm.libcryptoName,
                secret,
                secret.count,
                seed,
                seed.count,
                $0,
                byteCount
            )
        }
    }

    static func extract(
        _ algorithm: HashAlgorithm,
        salt: [UInt8],
        inputKeyMaterial: [UInt8]
    ) -> [UInt8]? {
        unsafe output(algorithm.digestByteCount) {
            unsafe libcrypto_hkdf_extract(
                algorithm.libcryptoName,
                salt,
                salt.count,
                inputKeyMaterial,
                inputKeyMaterial.count,
                $0,
                algorithm.digestByteCount
            )
        }
    }

    static func expand(
        _ algorithm: HashAlgorithm,
        pseudorandomKey: [UInt8],
        info: [UInt8],
        byteCount: Int
    ) -> [UInt8]? {
        unsafe output(byteCount) {
            unsafe libcrypto_hkdf_expand(
                algorithm.libcryptoName,
                pseudorandomKey,
                pseudorandomKey.count,
                info,
                info.count,
                $0,
                byteCount
            )
        }
    }

    static func seal(_ text: [UInt8], _ message: GCMMessage) -> [UInt8]? {
        unsafe output(text.count + AESGCMKey.tagByteCount) { sealed in
            unsafe message.withParameters {
                unsafe libcrypto_gcm_seal($0, text, text.count, sealed)
            }
        }
    }

    static func open(_ sealed: [UInt8], _ message: GCMMessage) -> [UInt8]? {
        unsafe output(sealed.count - AESGCMKey.tagByteCount) { text in
            unsafe message.withParameters {
                unsafe libcrypto_gcm_open($0, sealed, sealed.count, text)
            }
        }
    }

    /// `byteCount` bytes that `body` writes, if it says that it did.
    static func output(
        _ byteCount: Int,
        _ body: (UnsafeMutablePointer<UInt8>) -> Bool
    ) -> [UInt8]? {
        // Room for the last block of a text without bytes, too.
        var bytes = [UInt8](repeating: 0, count: byteCount + 32)
        let isWritten = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe body($0.baseAddress!)
        }
        guard isWritten else { return nil }
        bytes.removeLast(32)
        return bytes
    }
}

struct LibcryptoError: Error, CustomStringConvertible {
    fileprivate let reason: String

    var description: String { reason }
}

/// What a text is sealed with by AES-GCM.
struct GCMMessage {
    var key: [UInt8]
    var nonce: [UInt8]
    var additionalData: [UInt8]

    fileprivate func withParameters(_ body: (UnsafePointer<libcrypto_gcm>) -> Bool) -> Bool {
        unsafe key.withUnsafeBufferPointer { key in
            unsafe nonce.withUnsafeBufferPointer { nonce in
                unsafe additionalData.withUnsafeBufferPointer { data in
                    var parameters = unsafe libcrypto_gcm(
                        key: key.baseAddress,
                        nonce: nonce.baseAddress,
                        additional_data: data.baseAddress,
                        key_byte_count: key.count,
                        nonce_byte_count: nonce.count,
                        additional_data_byte_count: data.count
                    )
                    return unsafe body(&parameters)
                }
            }
        }
    }
}

extension HashAlgorithm {
    /// What libcrypto calls it.
    var libcryptoName: String {
        switch self {
        case .sha1: "SHA1"
        case .sha224: "SHA224"
        case .sha256: "SHA256"
        case .sha384: "SHA384"
        case .sha512: "SHA512"
        }
    }
}
