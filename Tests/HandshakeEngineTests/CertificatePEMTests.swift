// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import TestVectors
import Testing
import X509

/// Certificates in PEM text: in a list of trust roots a bad one is left out and told of, in a chain
/// it is an error.
@Suite struct CertificatePEMTests {
    private let first: String
    private let second: String
    private let certificates: [Certificate]

    init() throws {
        certificates = [TestAuthority.shared.certificate, TestAuthority.stranger.certificate]
        first = try certificates[0].serializeAsPEM().pemString + "\n"
        second = try certificates[1].serializeAsPEM().pemString + "\n"
    }

    private func read(_ text: [UInt8]) throws -> [Certificate] {
        let roots = try TLSTrustRoots(pem: text.span)
        #expect(roots.unreadableCertificates.isEmpty)
        return try CertificatePEM.certificates(text.span)
    }

    @Test func whatIsRead() throws {
        let lines = second.split(separator: "\n")
        let body = lines.dropFirst().dropLast().joined()
        var wide = ""
        for (index, character) in body.enumerated() {
            if index > 0, index.isMultiple(of: 76) { wide += "\n" }
            wide.append(character)
        }
        let texts: [String] = [
            second,
            second.replacing("BEGIN CERTIFICATE-----", with: "BEGIN CERTIFICATE----- "),
            "# -----BEGIN CERTIFICATE----- follows\n\(second)",
            "\(lines[0])\n\(wide)\n\(lines[lines.count - 1])\n",
            "\(lines[0])\n\(body)\n\(lines[lines.count - 1])\n",
            lines.joined(separator: "\r\n"),
            lines.joined(separator: #"\n"#),
            second.replacing(" CERTIFICATE-", with: " X509 CERTIFICATE-"),
            second.replacing(" CERTIFICATE-", with: " TRUSTED CERTIFICATE-"),
        ]
        for text in texts {
            #expect(try read(Array((first + text).utf8)) == certificates)
        }
        let latin1: [UInt8] = [0x4D, 0xFC, 0x68, 0x6C, 0x65, 0x0A]
        #expect(try read(Array(first.utf8) + latin1 + Array(second.utf8)) == certificates)
        // A key may stand beside them.
        let key = RSAVectors.key("rsa2048").pkcs8PEM
        #expect(try read(Array((key + first + second).utf8)) == certificates)
    }

    @Test(arguments: [
        ("cut", "block 2 (CERTIFICATE, line 20): cut off: there is no END line"),
        ("damaged", "block 2 (CERTIFICATE, line 20): line 21 holds a character"),
        ("no DER", "block 2 (CERTIFICATE, line 20): "),
        ("wrapped", "block 2 (PKCS7, line 20): "),
        ("mislabelled", "block 2 (line 20): its END"),
        ("no BEGIN", "block 2 (CERTIFICATE, line 38): an END line without a BEGIN"),
    ])
    func whatIsNotRead(damage: String, place: String) throws {
        let lineCount = first.count { $0 == "\n" }
        let bad =
            switch damage {
            case "cut": String(second.dropLast(40))
            case "damaged": second.replacing("-----\nM", with: "-----\n!")
            case "no DER": second.replacing("-----\nMII", with: "-----\nAAA")
            case "wrapped": second.replacing(" CERTIFICATE-", with: " PKCS7-")
            case "mislabelled": second.replacing("BEGIN CERTIFICATE", with: "BEGIN certificate")
            default: second.replacing("-----BEGIN", with: "# -----BEGIN")
            }
        let text = first + bad
        let roots = try TLSTrustRoots(pem: text)
        try #require(roots.unreadableCertificates.count == 1)
        let told = "\(roots.unreadableCertificates[0])"
        let expected =
            place.replacing("line 20", with: "line \(lineCount + 1)")
            .replacing("line 21", with: "line \(lineCount + 2)")
            .replacing("line 38", with: "line \(lineCount + second.count { $0 == "\n" })")
        #expect(told.hasPrefix(expected), "\(told)")
        #expect(throws: TLSCredentialError.invalidCertificate(reason: told)) {
            try CertificatePEM.certificates(Array(text.utf8).span)
        }
        // Alone it makes no list.
        #expect(throws: TLSCredentialError.self) { try TLSTrustRoots(pem: bad) }
    }

    @Test func nothingToRead() {
        #expect(throws: TLSCredentialError.self) { try TLSTrustRoots(pem: "") }
        #expect(throws: TLSCredentialError.noCertificate) {
            try TLSTrustRoots(pem: RSAVectors.key("rsa2048").pkcs8PEM)
        }
    }

    @Test func credentialFromBytes() throws {
        let certificate = TestAuthority.shared.issue(.server)
        let chain = try Array(certificate.serializeAsPEM().pemString.utf8)
        let key = Array(RSAVectors.key(TestAuthority.Subject.server.key).pkcs8PEM.utf8)
        let credential = try TLSCredential(pemCertificateChain: chain.span, pemPrivateKey: key.span)
        #expect(credential.certificateChain == [certificate])
        // One text may hold both.
        let both = key + [0x0A] + chain
        let other = try TLSCredential(pemCertificateChain: both.span, pemPrivateKey: both.span)
        #expect(other.certificateChain == [certificate])
        #expect(throws: TLSCredentialError.self) {
            try TLSCredential(pemCertificateChain: chain.span, pemPrivateKey: chain.span)
        }
    }
}
