// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SwiftASN1
import X509

struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Issue certificates for requests, as the certificate authority.",
        discussion: """
            A request is signed with its own key, of any kind; one whose signature is wrong is \
            refused. Its names and use are issued as it asks, and printed: look at a stranger's \
            request with 'inspect' before you sign it. A name that is not what its kind says, such \
            as a host's with spaces, is refused.

            --renew issues a new certificate for the key, the names and the use of one that this \
            authority has issued. Of an authority below another one, the certificates on the way to \
            the top follow the issued one in its file, as far as the authority's own file has them.

              handshake sign localhost-request.pem
              handshake sign localhost-request.pem order-client-request.pem --days 30
              handshake sign my.csr --use server --name a.example.com --output a.pem
              handshake sign job-request.pem --valid 12h
              handshake sign --renew localhost.pem --force
            """
    )

    private static let defaultDayCount = 397

    @Argument(help: "The requests' files.", completion: .file())
    var requests: [String] = []

    @Option(
        name: .customLong("renew"),
        help:
            "A certificate to renew, in its own file unless --output says otherwise; once for each.",
        completion: .file()
    )
    var renewals: [String] = []

    @Option(help: "The authority's certificate.", completion: .file())
    var ca = "ca.pem"

    @Option(help: "The authority's private key.", completion: .file())
    var caKey = "ca-key.pem"

    @OptionGroup var passphrase: PassphraseOptions

    @Option(help: "What the certificates are for: server or client. (default: as requested)")
    var use: CertificateUse?

    @Option(
        name: .customLong("name"),
        help: "Issue for these names instead of the requested ones; once for each name."
    )
    var names: [String] = []

    @OptionGroup var validity: ValidityOptions

    @Option(
        help: "The certificate's file. (default: NAME.pem for NAME-request.pem)",
        completion: .file()
    )
    var output: String?

    @Flag(help: "Replace existing files.")
    var force = false

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    func validate() throws {
        guard !requests.isEmpty || !renewals.isEmpty else {
            throw ValidationError("name a request's file, or a certificate with --renew")
        }
        if requests.count + renewals.count > 1, output != nil || !names.isEmpty {
            throw ValidationError("--output and --name go with one request")
        }
    }

    func run() throws {
        let issuer = try Issuer(certificatePath: ca, keyPath: caKey, passphrase)
        let names = try names.isEmpty ? nil : names.map { try CertificateName.alternative($0) }
        let validity = validity.validity(defaultDays: Self.defaultDayCount)
        // Every request is checked before the first certificate is written.
        let requested = try requests.map { path in
            let file = try vacantFile(FileStem.certificate(forRequest: path))
            let contents = try CertificateContents(
                CheckedRequest(path: path),
                use: use,
                names: names
            )
            return (file, try issuer.issue(contents, validity: validity))
        }
        let renewed = try renewals.map { path in
            let file = try vacantFile(path)
            let contents = try CertificateContents(
                renewing: path,
                by: issuer,
                use: use,
                names: names
            )
            return (file, try issuer.issue(contents, validity: validity))
        }
        let report = Report(isQuiet: quiet)
        for (file, certificate) in requested + renewed {
            try file.write(certificate.pem(followedBy: issuer.intermediates))
            report.print("\(file.path): \(try Self.summary(certificate))")
        }
    }

    /// A certificate's file, which is not there yet or may be replaced.
    private func vacantFile(_ path: String) throws -> OutputFile {
        let file = OutputFile(
            path: output ?? path,
            secrecy: .everyone,
            replacesExisting: force
        )
        try file.checkVacant()
        return file
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
