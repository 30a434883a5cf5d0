// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SwiftASN1
import X509

struct Request: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a certificate authority for a certificate (a CSR, PKCS #10).",
        discussion: """
            Writes the request and, if there is none yet, the private key that goes with it. The \
            key stays with you; the authority gets the request.

              handshake request localhost --name 127.0.0.1
              handshake request order-client --use client
              handshake request orders.example.com --key existing-key.pem
              handshake request orders.example.com --subject 'CN=orders.example.com,O=Orders'
            """
    )

    @Argument(help: "Whose certificate: the server's host name, or the client's name.")
    var name: String

    @Option(
        help: """
            The subject, such as 'CN=localhost,O=Orders,C=DE'; CN, O, OU, L, ST, STREET, C, DC and \
            EMAIL are known. (default: CN=NAME)
            """
    )
    var subject: String?

    @Option(help: "What the certificate is for: server or client.")
    var use = CertificateUse.server

    @Option(
        name: .customLong("name"),
        help: "Another host name, IP or e-mail address that the certificate is to vouch for."
    )
    var names: [String] = []

    @Option(
        help: "The private key's file, made if there is none. (default: NAME-key.pem)",
        completion: .file()
    )
    var key: String?

    @Option(name: .customLong("bits"), help: "A new key's length: 2048 to 8192 bits.")
    var size = KeySize(bitCount: 2048)

    @Option(help: "The request's file. (default: NAME-request.pem)", completion: .file())
    var output: String?

    @Flag(help: "Replace an existing request; a private key is never replaced.")
    var force = false

    @OptionGroup var passphrase: PassphraseOptions

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    func run() throws {
        let report = Report(isQuiet: quiet)
        let subject =
            try subject.map { try SubjectText.subject($0) } ?? CertificateName.subject(name)
        // A client's name need not be one of a host.
        let allNames = (use == .server ? [name] : []) + names
        let alternatives = SubjectAlternativeNames(
            try allNames.map { try CertificateName.alternative($0) }
        )
        let stem = FileStem.of(name: name)
        let file = OutputFile(
            path: output ?? "\(stem)-request.pem",
            secrecy: .everyone,
            replacesExisting: force
        )
        try file.checkVacant()
        let key = try signingKey(path: key ?? "\(stem)-key.pem", report)
        let extensions = try Certificate.Extensions {
            try use.extendedKeyUsage()
            if !alternatives.isEmpty { alternatives }
        }
        let request = try CertificateSigningRequest(
            version: .v1,
            subject: subject,
            privateKey: Certificate.PrivateKey(key),
            attributes: CertificateSigningRequest.Attributes([
                CertificateSigningRequest.Attribute(ExtensionRequest(extensions: extensions))
            ])
        )
        try file.write(request.serializeAsPEM().pemString + "\n")
        let vouching = alternatives.isEmpty ? "" : ", names \(CertificateName.text(alternatives))"
        report.print("\(file.path): a request for a \(use.rawValue)'s certificate\(vouching)")
    }

    private func signingKey(path: String, _ report: Report) throws -> SigningKey {
        if FileManager.default.fileExists(atPath: path) {
            let key = try SigningKey(InputFile.privateKey(path, passphrase))
            report.print("\(path): the private key, which was there already")
            return key
        }
        let file = OutputFile(path: path, secrecy: .owner, replacesExisting: false)
        return try SigningKey(NewKey.write(bitCount: size.bitCount, to: file, report))
    }
}
