// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What `inspect --json` says of one thing; what it does not have is left out.
struct InspectionRecord: Encodable {
    /// The key's algorithm, such as RSA or P256.
    struct Key: Encodable {
        var algorithm: String
        /// The modulus' length, of an RSA key.
        var bitCount: Int?
        var isForPSSOnly: Bool?
        /// SHA-256 of the SubjectPublicKeyInfo.
        var id: String
    }

    /// The file, or the server's HOST:PORT.
    var source = ""
    /// Such as "certificate"; "error" for what cannot be read.
    var kind: String
    var error: String?
    var subject: String?
    var issuer: String?
    var validFrom: Date?
    var validUntil: Date?
    var isAuthority: Bool?
    /// How many authorities may stand between this one and a certificate, if that is limited.
    var pathLength: Int?
    var uses: [String]?
    var names: [String]?
    var key: Key?
    var signatureAlgorithm: String?
    /// Whether a request's own key made its signature.
    var isSignatureRight: Bool?
    var serial: String?
    var sha256: String?

    init(kind: String) { self.kind = kind }
}
