// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import X509

/// A certificate of a server's, read as far as it can be.
struct ProbedCertificate: Sendable {
    let bytes: [UInt8]
    /// `nil` for one that swift-certificates cannot read.
    let certificate: Certificate?
    /// Why it cannot be read.
    let fault: String?
    /// The certificate for looking at: its key may be another one. `nil` if that cannot be read,
    /// either.
    let readable: Certificate?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        do {
            let certificate = try Certificate(derEncoded: bytes)
            self.certificate = certificate
            readable = certificate
            fault = nil
        } catch {
            certificate = nil
            fault = CertificateErrorText.of(error) { try RSAPublicKey(certificate: bytes) }
            readable = Self.readable(bytes)
        }
    }

    private static func readable(_ bytes: [UInt8]) -> Certificate? {
        guard let pss = try? PSSStandIn(bytes), let copy = try? KeyStandIn.bytes(pss.bytes) else {
            return nil
        }
        return try? Certificate(derEncoded: copy)
    }

    /// The length of an RSA key's modulus; `nil` for a key of another algorithm.
    var rsaBitCount: Int? {
        if let certificate { return try? PublicKeyText.rsaBitCount(certificate.publicKey) }
        do {
            return try RSAPublicKey(certificate: bytes).modulusBitCount
        } catch {
            if case .invalidKey(.modulusTooSmall(let bitCount)) = error.code { return bitCount }
            return nil
        }
    }

    /// The algorithm, and the length of an RSA key; `nil` where neither is known.
    var keyText: String? {
        if let certificate { return try? Description.keyText(certificate.publicKey) }
        return rsaBitCount.map { "RSA, \($0) bits" }
    }

    /// What `inspect` says of it.
    func text(heading: String) -> String {
        if let description = try? Description(certificate: bytes) {
            return description.text(heading: heading)
        }
        if let readable,
            let description = try? Description(readable, keyText ?? "not known", of: bytes)
        {
            return description.text(heading: heading)
        }
        let reason = fault ?? "its extensions cannot be read"
        return "\(heading), which cannot be read: \(reason.printable)\n"
            + "  SHA-256      \(PublicKeyText.fingerprint(bytes))"
    }
}

extension ProbedCertificate: Encodable {
    private enum Field: CodingKey {
        case subject, issuer, names, validFrom, validUntil, key, rsaBits, signatureAlgorithm, serial
        case sha256
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(PublicKeyText.fingerprint(bytes), forKey: .sha256)
        try fields.encodeIfPresent(rsaBitCount, forKey: .rsaBits)
        try fields.encodeIfPresent(keyText, forKey: .key)
        guard let readable else { return }
        try fields.encode(readable.subject.text.printable, forKey: .subject)
        try fields.encode(readable.issuer.text.printable, forKey: .issuer)
        let names = try? readable.extensions.subjectAlternativeNames
        try fields.encode(
            (names ?? SubjectAlternativeNames()).map { CertificateName.text($0).printable },
            forKey: .names
        )
        try fields.encode(readable.notValidBefore.formatted(.iso8601), forKey: .validFrom)
        try fields.encode(readable.notValidAfter.formatted(.iso8601), forKey: .validUntil)
        try fields.encode(
            PublicKeyText.hexadecimal(readable.serialNumber.bytes),
            forKey: .serial
        )
        // That of a stand-in may be another one.
        guard let certificate else { return }
        try fields.encode(
            Description.algorithmText(certificate.signatureAlgorithm),
            forKey: .signatureAlgorithm
        )
    }
}
