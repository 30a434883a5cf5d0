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
            abstract: "Make a certificate authority: a key and a certificate that it signs itself.",
            discussion: """
                Give ca.pem to everyone who is to trust the certificates that 'sign' issues. \
                Whoever has ca-key.pem can issue them: keep it to yourself.

                  handshake ca create
                  handshake ca create 'Orders CA' --days 730 --certificate orders.pem \\
                      --key orders-key.pem
                """
        )

        @Argument(help: "The authority's name.")
        var name = "Handshake CA"

        @Option(help: "The certificate's file.", completion: .file())
        var certificate = "ca.pem"

        @Option(help: "The private key's file.", completion: .file())
        var key = "ca-key.pem"

        @Option(name: .customLong("bits"), help: "The key's length: 2048 to 8192 bits.")
        var size = KeySize(bitCount: 3072)

        @Option(help: "How many days the certificate is valid.")
        var days = Validity.Days(3650)

        @Flag(help: "Replace existing files.")
        var force = false

        @Flag(help: "Print nothing but errors.")
        var quiet = false

        func run() throws {
            let report = Report(isQuiet: quiet)
            let output = OutputFile(path: certificate, secrecy: .everyone, replacesExisting: force)
            let keyOutput = OutputFile(path: key, secrecy: .owner, replacesExisting: force)
            try output.checkVacant()
            let subject = try CertificateName.subject(name)
            let key = try SigningKey(NewKey.write(bitCount: size.bitCount, to: keyOutput, report))
            let authority = try Self.certificate(subject, key, Validity(days: days))
            try output.write(authority.serializeAsPEM().pemString + "\n")
            report.print(
                "\(certificate): the certificate of '\(name)', "
                    + "valid until \(authority.notValidAfter.inUniversalTime)"
            )
        }

        private static func certificate(
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
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                    SubjectKeyIdentifier(hash: key.publicKey)
                },
                issuerPrivateKey: Certificate.PrivateKey(key)
            )
        }
    }
}
