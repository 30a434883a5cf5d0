// SPDX-License-Identifier: Apache-2.0

import HandshakeCore

/// A public RSA key as a JSON Web Key (RFC 7518, section 6.3.1).
struct JSONWebKey {
    /// Modulus and public exponent, in Base64url.
    let n, e: String

    init(_ key: RSAPublicKey) {
        n = Base64URL.encode(key.modulusBytes)
        e = Base64URL.encode(key.publicExponentBytes)
    }

    init(n: String, e: String) {
        self.n = n
        self.e = e
    }

    /// The key; nil if either member is no Base64url.
    func publicKey() throws -> RSAPublicKey? {
        guard let modulus = Base64URL.decode(n), let exponent = Base64URL.decode(e) else {
            return nil
        }
        return try RSAPublicKey(modulus: modulus, publicExponent: exponent)
    }

    /// The members that a thumbprint is of, in its order.
    var json: String { #"{"e":"\#(e)","kty":"RSA","n":"\#(n)"}"# }

    /// RFC 7638, section 3.
    var thumbprint: String { Base64URL.encode(HashAlgorithm.sha256.hash(Array(json.utf8))) }
}
