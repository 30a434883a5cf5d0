// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import X509

/// A certificate, a request or a key in words: a title and lines of a label and a value.
struct Description {
    private static let labelWidth = 13

    private let title: String
    private var lines: [(label: String, value: String)] = []

    func text(file: String) -> String { text(heading: "\(file): \(title)") }

    func text(heading: String) -> String {
        ([heading]
            + lines.map { label, value in
                "  " + label.padding(toLength: Self.labelWidth, withPad: " ", startingAt: 0) + value
            }).joined(separator: "\n")
    }

    private mutating func add(_ label: String, _ value: String) {
        lines.append((label, value.printable))
    }
}

extension Description {
    /// The certificate of a block of the text.
    init(certificate block: PEMBlock, of text: Span<UInt8>) throws {
        let bytes = try block.decode(from: text)
        // What is no DER at all gets the error that it gets elsewhere.
        let standIn = try? PSSStandIn(bytes)
        guard let standIn, standIn.places.isKey || standIn.places.isSignature else {
            try self.init(try CertificatePEM.certificate(block, in: text), bytes)
            return
        }
        try self.init(standIn, bytes)
    }

    /// A certificate in DER.
    init(certificateDER bytes: [UInt8]) throws { try self.init(PSSStandIn(bytes), bytes) }

    private init(_ standIn: PSSStandIn, _ bytes: [UInt8]) throws {
        try self.init(Certificate(derEncoded: standIn.bytes), bytes, standIn.places)
    }

    /// A certificate that was read from `bytes`.
    private init(
        _ certificate: Certificate,
        _ bytes: [UInt8],
        _ pss: PSSStandIn.Places = .init()
    ) throws {
        title = "certificate"
        try addIdentity(of: certificate)
        if pss.isKey {
            try add(RSAPublicKey(certificate: bytes))
        } else {
            try add(certificate.publicKey)
        }
        add("signed with", Self.text(certificate.signatureAlgorithm, pss))
        addNumbers(of: certificate, bytes)
    }

    /// A certificate whose key another one stands in for: `key` is what is known of its own.
    init(_ certificate: Certificate, _ key: String, of bytes: [UInt8]) throws {
        title = "certificate"
        try addIdentity(of: certificate)
        add("key", key)
        addNumbers(of: certificate, bytes)
    }

    private mutating func addIdentity(of certificate: Certificate) throws {
        add("subject", certificate.subject.text)
        let isItsOwn = certificate.issuer == certificate.subject
        add("issuer", isItsOwn ? "itself" : certificate.issuer.text)
        add("valid from", certificate.notValidBefore.inUniversalTime)
        let end = certificate.notValidAfter
        let days = Int((end.timeIntervalSinceNow / 86_400).rounded())
        let note = end < Date() ? "expired" : "\(days) day\(days == 1 ? "" : "s") left"
        add("valid until", "\(end.inUniversalTime) (\(note))")
        try add(certificate.extensions)
    }

    private mutating func addNumbers(of certificate: Certificate, _ bytes: [UInt8]) {
        add("serial", PublicKeyText.hexadecimal(certificate.serialNumber.bytes))
        add("SHA-256", PublicKeyText.fingerprint(bytes))
    }

    /// A certificate request, whose DER is `bytes`.
    init(certificateRequest bytes: [UInt8]) throws {
        let checked = try RequestDER(bytes)
        title = "certificate request"
        add("subject", checked.request.subject.text)
        try add(checked.extensions)
        if checked.pss.isKey {
            try add(RSAPublicKey(certificateRequest: bytes))
        } else {
            try add(checked.request.publicKey)
        }
        let note = checked.isSignatureRight ? "the signature is right" : "THE SIGNATURE IS WRONG"
        add(
            "signed with",
            "\(Self.text(checked.request.signatureAlgorithm, checked.pss)) (\(note))"
        )
    }

    init(_ key: RSAPrivateKey) throws {
        try self.init(title: "private key", key.publicKey)
    }

    init(title: String, _ key: RSAPublicKey) throws {
        self.title = title
        try add(key)
    }

    private mutating func add(_ key: RSAPublicKey) throws {
        let use = if case .pss = key.usage { ", for PSS signatures alone" } else { "" }
        add("key", "RSA, \(key.modulusBitCount) bits\(use)")
        add("key id", PublicKeyText.fingerprint(try key.derRepresentation(.subjectPublicKeyInfo)))
    }

    private mutating func add(_ extensions: Certificate.Extensions) throws {
        if case .isCertificateAuthority = try extensions.basicConstraints {
            add("use", "certificate authority")
        }
        if let usages = try extensions.extendedKeyUsage {
            add("use", usages.map { Self.text($0) }.joined(separator: ", "))
        }
        if let names = try extensions.subjectAlternativeNames {
            add("names", CertificateName.text(names))
        }
    }

    private static func text(_ usage: ExtendedKeyUsage.Usage) -> String {
        switch usage {
        case .serverAuth: "server"
        case .clientAuth: "client"
        default: "\(usage)"
        }
    }

    private static func text(
        _ algorithm: Certificate.SignatureAlgorithm,
        _ pss: PSSStandIn.Places
    ) -> String {
        pss.isSignature ? "RSASSA-PSS" : algorithmText(algorithm)
    }

    /// The standards' name, such as sha256WithRSAEncryption.
    static func algorithmText(_ algorithm: Certificate.SignatureAlgorithm) -> String {
        "\(algorithm)".split(separator: ".").last.map { String($0) } ?? "\(algorithm)"
    }

    private mutating func add(_ key: Certificate.PublicKey) throws {
        add("key", try Self.keyText(key))
        add("key id", PublicKeyText.fingerprint(try PublicKeyText.subjectPublicKeyInfo(key)))
    }

    /// The algorithm, and the length of an RSA key.
    static func keyText(_ key: Certificate.PublicKey) throws -> String {
        let bitCount = try PublicKeyText.rsaBitCount(key)
        // Such as P256.PublicKey
        return bitCount.map { "RSA, \($0) bits" } ?? "\(key)".replacing(".PublicKey", with: "")
    }
}
