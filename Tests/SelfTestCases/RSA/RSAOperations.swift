package import HandshakeCore
internal import TestSupport
package import TestVectors

// The operations on arrays, with all that a vector says of a scheme in one value.

package struct PSSScheme {
    package var hash: HashAlgorithm
    package var mgf1Hash: HashAlgorithm
    package var saltByteCount: Int

    package init(hash: HashAlgorithm, mgf1Hash: HashAlgorithm, saltByteCount: Int) {
        self.hash = hash
        self.mgf1Hash = mgf1Hash
        self.saltByteCount = saltByteCount
    }
}

package struct OAEPScheme {
    package var hash: HashAlgorithm
    package var mgf1Hash: HashAlgorithm
    package var label: [UInt8]

    package init(hash: HashAlgorithm, mgf1Hash: HashAlgorithm, label: [UInt8]) {
        self.hash = hash
        self.mgf1Hash = mgf1Hash
        self.label = label
    }
}

extension RSAPrivateKey {
    package func signPKCS1(_ message: [UInt8], hash: HashAlgorithm) throws(RSAError) -> [UInt8] {
        try result(modulusByteCount) { signature throws(RSAError) in
            try signPKCS1(message: message.span, hash: hash, into: &signature)
        }
    }

    package func signPSS(_ message: [UInt8], _ scheme: PSSScheme) throws(RSAError) -> [UInt8] {
        try result(modulusByteCount) { signature throws(RSAError) in
            try signPSS(
                message: message.span,
                hash: scheme.hash,
                mgf1Hash: scheme.mgf1Hash,
                saltLength: .bytes(scheme.saltByteCount),
                into: &signature
            )
        }
    }

    /// Signs with a given salt.
    package func signPSS(
        _ message: [UInt8],
        _ scheme: PSSScheme,
        salt: [UInt8]
    ) throws(RSAError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: scheme.hash.digestByteCount)
        var digestSpan = digest.mutableSpan
        scheme.hash.writeDigest(of: message.span, into: &digestSpan)
        return try result(modulusByteCount) { signature throws(RSAError) in
            try signPSS(
                digest: digest.span,
                hash: scheme.hash,
                mgf1Hash: scheme.mgf1Hash,
                saltLength: .bytes(salt.count),
                into: &signature
            ) { bytes, range in
                for (offset, index) in range.enumerated() { bytes[index] = salt[offset] }
            }
        }
    }
}

extension RSAPrivateKey {
    package func decryptOAEP(_ ciphertext: [UInt8], _ scheme: OAEPScheme) throws(RSAError)
        -> [UInt8]
    {
        var byteCount = 0
        let bytes = try result(modulusByteCount) { message throws(RSAError) in
            byteCount = try decryptOAEP(
                ciphertext.span,
                hash: scheme.hash,
                mgf1Hash: scheme.mgf1Hash,
                label: scheme.label.span,
                into: &message
            )
        }
        return Array(bytes[..<byteCount])
    }
}

extension RSAPublicKey {
    package func encryptPKCS1(_ message: [UInt8]) throws(RSAError) -> [UInt8] {
        try result(modulusByteCount) { ciphertext throws(RSAError) in
            try encryptPKCS1(message.span, into: &ciphertext)
        }
    }

    package func encryptOAEP(_ message: [UInt8], _ scheme: OAEPScheme) throws(RSAError) -> [UInt8] {
        try result(modulusByteCount) { ciphertext throws(RSAError) in
            try encryptOAEP(
                message.span,
                hash: scheme.hash,
                mgf1Hash: scheme.mgf1Hash,
                label: scheme.label.span,
                into: &ciphertext
            )
        }
    }
}

extension RSAPublicKey {
    package func verifyPKCS1(
        _ signature: [UInt8],
        _ message: [UInt8],
        hash: HashAlgorithm
    ) throws(RSAError) {
        try verifyPKCS1(signature.span, message: message.span, hash: hash)
    }

    package func verifyPSS(
        _ signature: [UInt8],
        _ message: [UInt8],
        _ scheme: PSSScheme
    ) throws(RSAError) {
        try verifyPSS(
            signature.span,
            message: message.span,
            hash: scheme.hash,
            mgf1Hash: scheme.mgf1Hash,
            saltLength: .bytes(scheme.saltByteCount)
        )
    }
}

/// The `byteCount` bytes that `body` writes.
private func result(
    _ byteCount: Int,
    _ body: (inout MutableSpan<UInt8>) throws(RSAError) -> Void
) throws(RSAError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var span = bytes.mutableSpan
    try body(&span)
    return bytes
}

extension PSSScheme {
    package init(_ vector: RSASignatureVector) {
        self.init(
            hash: HashAlgorithm(vectorName: vector.hash),
            mgf1Hash: HashAlgorithm(vectorName: vector.mgf1Hash!),
            saltByteCount: vector.saltByteCount!
        )
    }
}

extension OAEPScheme {
    package init(_ vector: RSACiphertextVector) {
        self.init(
            hash: HashAlgorithm(vectorName: vector.hash!),
            mgf1Hash: HashAlgorithm(vectorName: vector.mgf1Hash!),
            label: [UInt8](hexadecimal: vector.label!)
        )
    }
}

extension HashAlgorithm {
    /// The hash function that the vector files call so; traps on one that they do not have.
    package init(vectorName: String) {
        self = Self.allCases.first { "\($0)" == vectorName }!
    }
}
