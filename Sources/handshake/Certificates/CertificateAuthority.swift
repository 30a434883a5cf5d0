// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SwiftASN1
import X509

struct CertificateAuthority: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "A certificate authority of your own.",
        subcommands: [Create.self]
    )

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a certificate authority: a key and a certificate.",
            discussion: """
                The authority signs its certificate itself, or, with --parent, has it signed by \
                another one that allows authorities below it. Give the certificate of the one at \
                the top to everyone who is to trust what 'sign' issues. Whoever has an \
                authority's key can issue certificates: keep it to yourself.

                  handshake ca create
                  handshake ca create 'Orders CA' --days 730 --certificate orders.pem \\
                      --key orders-key.pem
                  handshake ca create --subject 'CN=Root,O=Orders,C=DE' --path-length 1
                  handshake ca create 'Issuing CA' --parent ca.pem --parent-key ca-key.pem \\
                      --certificate issuing.pem --key issuing-key.pem
                """
        )

        private static let defaultDayCount = 3650

        @Argument(help: "The authority's name.")
        var name = "Handshake CA"

        @Option(help: "The whole subject in its place, such as 'CN=Orders CA,O=Orders,C=DE'.")
        var subject: String?

        @Option(help: "The certificate's file.", completion: .file())
        var certificate = "ca.pem"

        @Option(help: "The private key's file.", completion: .file())
        var key = "ca-key.pem"

        @Option(name: .customLong("bits"), help: "The key's length: 2048 to 8192 bits.")
        var size = KeySize(bitCount: 3072)

        @Option(
            help: "The certificate of the authority that is to sign this one.",
            completion: .file()
        )
        var parent: String?

        @Option(help: "The private key of that authority.", completion: .file())
        var parentKey: String?

        @OptionGroup var passphrase: PassphraseOptions

        @Option(
            help: "How many authorities may stand between this one and a server's certificate."
        )
        var pathLength = 0

        @OptionGroup var validity: ValidityOptions

        @Flag(help: "Replace existing files.")
        var force = false

        @Flag(help: "Print nothing but errors.")
        var quiet = false

        func validate() throws {
            guard (parent == nil) == (parentKey == nil) else {
                throw ValidationError("--parent and --parent-key go together")
            }
            guard (0...100).contains(pathLength) else {
                throw ValidationError("--path-length is a number from 0 to 100")
            }
        }

        func run() throws {
            let report = Report(isQuiet: quiet)
            let output = OutputFile(path: certificate, secrecy: .everyone, replacesExisting: force)
            let keyOutput = OutputFile(path: key, secrecy: .owner, replacesExisting: force)
            try output.checkVacant()
            let subject =
                try subject.map { try SubjectText.subject($0) } ?? CertificateName.subject(name)
            let validity = validity.validity(defaultDays: Self.defaultDayCount)
            // Whatever is wrong with the parent shows before a key is made.
            let issuer = try parentIssuer(of: subject)
            let key = try SigningKey(NewKey.write(bitCount: size.bitCount, to: keyOutput, report))
            let authority =
                try issuer?.issueAuthority(subject, key.publicKey, pathLength, validity)
                ?? certificate(subject, key, validity)
            try output.write(authority.pem(followedBy: issuer?.intermediates ?? []))
            let signer = issuer == nil ? "" : "issued by \(authority.issuer.text), "
            report.print(
                "\(certificate): the certificate of '\(self.subject ?? name)', \(signer)"
                    + "valid until \(authority.notValidAfter.inUniversalTime)"
            )
        }

        private func parentIssuer(of subject: DistinguishedName) throws -> Issuer? {
            guard let parent, let parentKey else { return nil }
            let issuer = try Issuer(
                certificatePath: parent,
                keyPath: parentKey,
                passphrase
            )
            try issuer.checkAuthority(subject, pathLength: pathLength)
            return issuer
        }

        private func certificate(
            _ subject: DistinguishedName,
            _ key: SigningKey,
            _ validity: Validity
        ) throws -> Certificate {
            try Certificate(
                version: .v3,
                serialNumber: Certificate.SerialNumber(),
                publicKey: key.publicKey,
                notValidBefore: validity.start,
                notValidAfter: validity.end,
                issuer: subject,
                subject: subject,
                signatureAlgorithm: key.defaultSignatureAlgorithm,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: pathLength))
                    Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                    SubjectKeyIdentifier(hash: key.publicKey)
                },
                issuerPrivateKey: Certificate.PrivateKey(key)
            )
        }
    }
}
