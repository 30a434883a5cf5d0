// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SwiftASN1
import X509

struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Issue certificates for requests, as the certificate authority.",
        discussion: """
            A request is signed with its own key; one whose signature is wrong is refused. Its \
            names and use are issued as it asks, and printed: look at a stranger's request with \
            'inspect' before you sign it. A name that is not what its kind says, such as a host's \
            with spaces, is refused.

              handshake sign localhost-request.pem
              handshake sign localhost-request.pem order-client-request.pem --days 30
              handshake sign my.csr --use server --name a.example.com --output a.pem
            """
    )

    @Argument(help: "The requests' files.", completion: .file())
    var requests: [String]

    @Option(help: "The authority's certificate.", completion: .file())
    var ca = "ca.pem"

    @Option(help: "The authority's private key.", completion: .file())
    var caKey = "ca-key.pem"

    @Option(help: "What the certificates are for: server or client. (default: as requested)")
    var use: CertificateUse?

    @Option(
        name: .customLong("name"),
        help: "Issue for these names instead of the requested ones; once for each name."
    )
    var names: [String] = []

    @Option(help: "How many days the certificates are valid.")
    var days = Validity.Days(397)

    @Option(
        help: "The certificate's file. (default: NAME.pem for NAME-request.pem)",
        completion: .file()
    )
    var output: String?

    @Flag(help: "Replace existing files.")
    var force = false

    @OptionGroup var passphrase: PassphraseOptions

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    func validate() throws {
        if requests.count > 1, output != nil || !names.isEmpty {
            throw ValidationError("--output and --name go with one request")
        }
    }

    func run() throws {
        let issuer = try Issuer(certificatePath: ca, keyPath: caKey, passphrase)
        let replacedNames = try names.map { try CertificateName.alternative($0) }
        // Every request is checked before the first certificate is written.
        let issued = try requests.map { path in
            let file = OutputFile(
                path: output ?? FileStem.certificate(forRequest: path),
                secrecy: .everyone,
                replacesExisting: force
            )
            try file.checkVacant()
            let request = try CheckedRequest(path: path)
            let certificate = try issuer.issue(
                request,
                use: use,
                names: replacedNames.isEmpty ? nil : replacedNames,
                validity: Validity(days: days)
            )
            return (file, certificate)
        }
        let report = Report(isQuiet: quiet)
        for (file, certificate) in issued {
            try file.write(certificate.serializeAsPEM().pemString + "\n")
            report.print("\(file.path): \(try Self.summary(certificate))")
        }
    }

    private static func summary(_ certificate: Certificate) throws -> String {
        let use = try CertificateUse(certificate.extensions).map { "a \($0.rawValue)'s " } ?? "a "
        let names = try certificate.extensions.subjectAlternativeNames.map { names in
            ", names \(CertificateName.text(names))"
        }
        return "\(use)certificate for \(certificate.subject.text)\(names ?? ""), "
            + "valid until \(certificate.notValidAfter.inUniversalTime)"
    }
}
