import Foundation
import HandshakeKeyFormats
import HandshakeRSA
import SwiftASN1
import X509

/// A certificate, a request or a key in words: a title and lines of a label and a value.
struct Description {
    private static let labelWidth = 13

    private let title: String
    private var lines: [(label: String, value: String)] = []

    func text(file: String) -> String {
        (["\(file): \(title)"]
            + lines.map { label, value in
                "  " + label.padding(toLength: Self.labelWidth, withPad: " ", startingAt: 0) + value
            }).joined(separator: "\n")
    }

    private mutating func add(_ label: String, _ value: String) {
        lines.append((label, value.printable))
    }
}

extension Description {
    /// `fingerprint` is that of the certificate's DER.
    init(_ certificate: Certificate, fingerprint: String) throws {
        title = "certificate"
        add("subject", "\(certificate.subject)")
        let isItsOwn = certificate.issuer == certificate.subject
        add("issuer", isItsOwn ? "itself" : "\(certificate.issuer)")
        add("valid from", certificate.notValidBefore.inUniversalTime)
        let end = certificate.notValidAfter
        let days = Int((end.timeIntervalSinceNow / 86_400).rounded())
        let note = end < Date() ? "expired" : "\(days) day\(days == 1 ? "" : "s") left"
        add("valid until", "\(end.inUniversalTime) (\(note))")
        try add(certificate.extensions)
        try add(certificate.publicKey)
        add("signed with", Self.text(certificate.signatureAlgorithm))
        add("serial", PublicKeyText.hexadecimal(certificate.serialNumber.bytes))
        add("SHA-256", fingerprint)
    }

    init(_ request: CertificateSigningRequest) throws {
        title = "certificate request"
        add("subject", "\(request.subject)")
        if let extensions = try request.attributes.extensionRequest?.extensions {
            try add(extensions)
        }
        try add(request.publicKey)
        let isRight = request.publicKey.isValidSignature(request.signature, for: request)
        let note = isRight ? "the signature is right" : "THE SIGNATURE IS WRONG"
        add("signed with", "\(Self.text(request.signatureAlgorithm)) (\(note))")
    }

    init(_ key: RSAPrivateKey) throws {
        try self.init(title: "private key", key.publicKey)
    }

    init(title: String, _ key: RSAPublicKey) throws {
        self.title = title
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

    /// The standards' name, such as sha256WithRSAEncryption.
    private static func text(_ algorithm: Certificate.SignatureAlgorithm) -> String {
        "\(algorithm)".split(separator: ".").last.map { String($0) } ?? "\(algorithm)"
    }

    private mutating func add(_ key: Certificate.PublicKey) throws {
        let bitCount = try PublicKeyText.rsaBitCount(key)
        add("key", bitCount.map { "RSA, \($0) bits" } ?? "\(key)")
        add("key id", PublicKeyText.fingerprint(try PublicKeyText.subjectPublicKeyInfo(key)))
    }
}
