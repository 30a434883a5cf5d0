// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore
internal import TestSupport
package import TestVectors

extension RSAPrivateKey {
    /// Signs with a given salt.
    package func sign(
        message: [UInt8],
        scheme: RSASignatureScheme,
        salt: [UInt8]
    ) throws(RSAError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: scheme.hash.digestByteCount)
        var digestSpan = digest.mutableSpan
        scheme.hash.writeDigest(of: message.span, into: &digestSpan)
        var signature = [UInt8](repeating: 0, count: modulusByteCount)
        var span = signature.mutableSpan
        try sign(digest: digest.span, scheme: scheme, into: &span) { bytes, range in
            for (offset, index) in range.enumerated() { bytes[index] = salt[offset] }
        }
        return signature
    }
}

extension RSASignatureScheme {
    /// The scheme of a vector, with another length of the salt if that is given.
    package init(_ vector: RSASignatureVector, saltByteCount: Int? = nil) {
        let hash = HashAlgorithm(vectorName: vector.hash)
        self =
            vector.scheme == "pkcs1"
            ? .pkcs1(hash)
            : .pss(
                hash,
                mgf1Hash: HashAlgorithm(vectorName: vector.mgf1Hash!),
                saltLength: .bytes(saltByteCount ?? vector.saltByteCount!)
            )
    }
}

extension RSAEncryptionScheme {
    /// The scheme of a vector, with another label if that is given.
    package init(_ vector: RSACiphertextVector, label: [UInt8]? = nil) {
        self =
            vector.scheme == "oaep"
            ? .oaep(
                HashAlgorithm(vectorName: vector.hash!),
                mgf1Hash: HashAlgorithm(vectorName: vector.mgf1Hash!),
                label: label ?? [UInt8](hexadecimal: vector.label!)
            ) : .pkcs1
    }
}

extension HashAlgorithm {
    /// The hash function that the vector files call so; traps on one that they do not have.
    package init(vectorName: String) {
        self = Self.allCases.first { "\($0)" == vectorName }!
    }
}
