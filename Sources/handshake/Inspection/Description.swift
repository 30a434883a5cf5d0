// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import X509

/// A certificate, a request or a key in words: a title and lines of a label and a value.
struct Description {
    private static let labelWidth = 13

    private var lines: [(label: String, value: String)] = []
    /// The same for programs.
    private(set) var record: InspectionRecord

    var text: String { text(heading: record.kind) }

    func text(heading: String) -> String {
        ([heading]
            + lines.map { label, value in
                "  " + label.padding(toLength: Self.labelWidth, withPad: " ", startingAt: 0) + value
            }).joined(separator: "\n")
    }

    func text(source: String) -> String { "\(source.printable): \(text)" }

    private mutating func add(_ label: String, _ value: String) {
        lines.append((label, value.printable))
    }
}

extension Description {
    /// The certificate of a block of the text.
    init(certificate block: PEMBlock, of text: Span<UInt8>) throws {
        try self.init(block.decode(from: text)) { try CertificatePEM.certificate(block, in: text) }
    }

    /// A certificate, whose DER is `bytes`.
    init(certificate bytes: [UInt8]) throws {
        try self.init(bytes) {
            do {
                return try Certificate(derEncoded: bytes)
            } catch {
                let reason = CertificateErrorText.of(error) { try RSAPublicKey(certificate: bytes) }
                throw ToolError("a certificate that cannot be read: \(reason)")
            }
        }
    }

    /// `read` reads the certificate, unless it says RSASSA-PSS.
    private init(_ bytes: [UInt8], _ read: () throws -> Certificate) throws {
        // What is no DER at all gets the error that it gets elsewhere.
        let standIn = try? PSSStandIn(bytes)
        let pss = standIn?.places ?? .init()
        let certificate =
            if let standIn, pss.isKey || pss.isSignature {
                try Certificate(derEncoded: standIn.bytes)
            } else {
                try read()
            }
        record = InspectionRecord(kind: "certificate")
        try addIdentity(of: certificate)
        if pss.isKey {
            try add(RSAPublicKey(certificate: bytes))
        } else {
            try add(certificate.publicKey)
        }
        let algorithm = Self.text(certificate.signatureAlgorithm, pss)
        add("signed with", algorithm)
        record.signatureAlgorithm = algorithm
        addNumbers(of: certificate, bytes)
    }

    /// A certificate whose key another one stands in for: `key` is what is known of its own.
    init(_ certificate: Certificate, _ key: String, of bytes: [UInt8]) throws {
        record = InspectionRecord(kind: "certificate")
        try addIdentity(of: certificate)
        add("key", key)
        addNumbers(of: certificate, bytes)
    }

    private mutating func addIdentity(of certificate: Certificate) throws {
        add("subject", certificate.subject.text)
        record.subject = certificate.subject.text
        let isItsOwn = certificate.issuer == certificate.subject
        add("issuer", isItsOwn ? "itself" : certificate.issuer.text)
        record.issuer = certificate.issuer.text
        add("valid from", certificate.notValidBefore.inUniversalTime)
        record.validFrom = certificate.notValidBefore
        record.validUntil = certificate.notValidAfter
        let end = certificate.notValidAfter
        let days = Int((end.timeIntervalSinceNow / 86_400).rounded())
        let note = end < Date() ? "expired" : "\(days) day\(days == 1 ? "" : "s") left"
        add("valid until", "\(end.inUniversalTime) (\(note))")
        try add(certificate.extensions)
    }

    private mutating func addNumbers(of certificate: Certificate, _ bytes: [UInt8]) {
        let serial = PublicKeyText.hexadecimal(certificate.serialNumber.bytes)
        add("serial", serial)
        record.serial = serial
        let fingerprint = PublicKeyText.fingerprint(bytes)
        add("SHA-256", fingerprint)
        record.sha256 = fingerprint
    }

    /// A certificate request, whose DER is `bytes`.
    init(certificateRequest bytes: [UInt8]) throws {
        let checked = try RequestDER(bytes)
        record = InspectionRecord(kind: "certificate request")
        add("subject", checked.request.subject.text)
        record.subject = checked.request.subject.text
        try add(checked.extensions)
        if checked.pss.isKey {
            try add(RSAPublicKey(certificateRequest: bytes))
        } else {
            try add(checked.request.publicKey)
        }
        let note = checked.isSignatureRight ? "the signature is right" : "THE SIGNATURE IS WRONG"
        let algorithm = Self.text(checked.request.signatureAlgorithm, checked.pss)
        add("signed with", "\(algorithm) (\(note))")
        record.signatureAlgorithm = algorithm
        record.isSignatureRight = checked.isSignatureRight
    }

    /// The private key of a certificate's public key.
    init(keyOf certificate: Certificate) throws {
        record = InspectionRecord(kind: "private key")
        try add(certificate.publicKey)
    }

    init(_ key: RSAPrivateKey) throws {
        try self.init(title: "private key", key.publicKey)
    }

    init(title: String, _ key: RSAPublicKey) throws {
        record = InspectionRecord(kind: title)
        try add(key)
    }

    private mutating func add(_ key: RSAPublicKey) throws {
        let isForPSSOnly = if case .pss = key.usage { true } else { false }
        let use = isForPSSOnly ? ", for PSS signatures alone" : ""
        add("key", "RSA, \(key.modulusBitCount) bits\(use)")
        let id = PublicKeyText.fingerprint(try key.derRepresentation(.subjectPublicKeyInfo))
        add("key id", id)
        record.key = InspectionRecord.Key(
            algorithm: "RSA",
            bitCount: key.modulusBitCount,
            isForPSSOnly: isForPSSOnly,
            id: id
        )
    }

    private mutating func add(_ extensions: Certificate.Extensions) throws {
        if case .isCertificateAuthority(let pathLength) = try extensions.basicConstraints {
            let limit = pathLength.map { ", path length \($0)" } ?? ""
            add("use", "certificate authority\(limit)")
            record.isAuthority = true
            record.pathLength = pathLength
        }
        if let usages = try extensions.extendedKeyUsage {
            let uses = usages.map { Self.text($0) }
            add("use", uses.joined(separator: ", "))
            record.uses = uses
        }
        if let names = try extensions.subjectAlternativeNames {
            add("names", CertificateName.text(names))
            record.names = names.map { CertificateName.text($0) }
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
        let bitCount = try PublicKeyText.rsaBitCount(key)
        add("key", try Self.keyText(key))
        let id = PublicKeyText.fingerprint(try PublicKeyText.subjectPublicKeyInfo(key))
        add("key id", id)
        record.key = InspectionRecord.Key(
            algorithm: bitCount == nil ? try Self.keyText(key) : "RSA",
            bitCount: bitCount,
            id: id
        )
    }

    /// The algorithm, and the length of an RSA key.
    static func keyText(_ key: Certificate.PublicKey) throws -> String {
        let bitCount = try PublicKeyText.rsaBitCount(key)
        // Such as P256.PublicKey
        return bitCount.map { "RSA, \($0) bits" } ?? "\(key)".replacing(".PublicKey", with: "")
    }
}
