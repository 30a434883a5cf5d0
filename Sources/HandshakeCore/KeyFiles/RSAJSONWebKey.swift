// SPDX-License-Identifier: Apache-2.0

/// An RSA key as a JSON Web Key (RFC 7517, RFC 7518 section 6.3), for a JSON decoder to read:
///
///     let webKey = try JSONDecoder().decode(RSAJSONWebKey.self, from: data)
///     let key = try RSAPrivateKey(jsonWebKey: webKey)
///
/// The members are Strings, as the decoder makes them, which nothing can wipe: read a secret key from
/// DER or PEM where that matters.
public struct RSAJSONWebKey: Codable, Sendable {
    /// The key's type: `RSA`.
    var kty: String
    var n: String
    var e: String
    var d: String?
    var p: String?
    var q: String?
    var dp: String?
    var dq: String?
    var qi: String?
    /// Further primes, which the library does not support.
    private var oth: [Prime]?

    private struct Prime: Codable, Sendable {}
}

/// Nothing of the key is printed.
extension RSAJSONWebKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "an RSA key as a JSON Web Key" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension RSAPublicKey {
    /// The public key of a JSON Web Key, of a private one also. Members that say what the key is for
    /// are not read.
    ///
    /// Throws ``KeyFormatError`` with ``KeyFormatError/Code-swift.enum/invalidJSONWebKey``, or if the
    /// numbers make no key.
    public convenience init(
        jsonWebKey: RSAJSONWebKey,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        let modulus = try jsonWebKey.bytes(jsonWebKey.n, "n")
        let publicExponent = try jsonWebKey.bytes(jsonWebKey.e, "e")
        try jsonWebKey.checkType()
        do throws(RSAKeyError) {
            try self.init(
                modulus: modulus.span,
                publicExponent: publicExponent.span,
                kernel: kernel
            )
        } catch {
            throw KeyFormatError(invalidKey: error, at: RSAJSONWebKey.place)
        }
    }
}

extension RSAPrivateKey {
    /// The private key of a JSON Web Key, with or without the numbers of the Chinese remainder
    /// theorem: all of `p`, `q`, `dp`, `dq`, `qi`, or none (RFC 7518 section 6.3.2). Members that say
    /// what the key is for are not read.
    ///
    /// Throws ``KeyFormatError`` with ``KeyFormatError/Code-swift.enum/invalidJSONWebKey``, with
    /// ``KeyFormatError/Code-swift.enum/multiPrime`` for a key of more than two primes, or if the
    /// numbers make no key.
    public convenience init(
        jsonWebKey: RSAJSONWebKey,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        try jsonWebKey.checkType()
        let n = try jsonWebKey.bytes(jsonWebKey.n, "n")
        let e = try jsonWebKey.bytes(jsonWebKey.e, "e")
        let d = try jsonWebKey.secret(jsonWebKey.d, "d")
        do throws(RSAKeyError) {
            guard jsonWebKey.hasCRTParts else {
                try self.init(modulus: n, publicExponent: e, privateExponent: d, kernel: kernel)
                return
            }
        } catch {
            throw KeyFormatError(invalidKey: error, at: RSAJSONWebKey.place)
        }
        let components = RSAPrivateKeyComponents(
            n: n,
            e: e,
            d: d,
            p: try jsonWebKey.secret(jsonWebKey.p, "p"),
            q: try jsonWebKey.secret(jsonWebKey.q, "q"),
            dP: try jsonWebKey.secret(jsonWebKey.dp, "dp"),
            dQ: try jsonWebKey.secret(jsonWebKey.dq, "dq"),
            qInv: try jsonWebKey.secret(jsonWebKey.qi, "qi")
        )
        do throws(RSAKeyError) {
            try self.init(components, kernel: kernel)
        } catch {
            throw KeyFormatError(invalidKey: error, at: RSAJSONWebKey.place)
        }
    }
}

extension RSAJSONWebKey {
    fileprivate static let place = "JSON Web Key"

    fileprivate var hasCRTParts: Bool { [p, q, dp, dq, qi].contains { $0 != nil } }

    fileprivate func checkType() throws(KeyFormatError) {
        guard kty == "RSA" else {
            throw KeyFormatError(.invalidJSONWebKey, at: "\(Self.place), kty", "it is not RSA")
        }
        guard oth == nil else {
            throw KeyFormatError(
                .multiPrime,
                at: "\(Self.place), oth",
                "a key of more than two primes"
            )
        }
    }

    fileprivate func secret(
        _ text: String?,
        _ member: StaticString
    ) throws(KeyFormatError) -> SecretBytes {
        guard let text else {
            throw KeyFormatError(
                .invalidJSONWebKey,
                at: "\(Self.place), \(member)",
                "the member is missing"
            )
        }
        var bytes = try bytes(text, member)
        defer { bytes.wipe() }
        return SecretBytes(copying: bytes.span)
    }

    /// What Base64url without padding encodes (RFC 7515 section 2).
    fileprivate func bytes(
        _ text: String,
        _ member: StaticString
    ) throws(KeyFormatError) -> [UInt8] {
        var decoder = Base64Decoder(characterCount: text.utf8.count)
        let place = "\(Self.place), \(member)"
        for character in text.utf8 {
            guard decoder.append(base64URL: character) else {
                decoder.wipeBytes()
                throw KeyFormatError(
                    .invalidJSONWebKey,
                    at: place,
                    "a character that Base64url does not have"
                )
            }
        }
        if let reason = decoder.finish(isPadded: false) {
            decoder.wipeBytes()
            throw KeyFormatError(.invalidJSONWebKey, at: place, reason)
        }
        return decoder.bytes
    }
}
