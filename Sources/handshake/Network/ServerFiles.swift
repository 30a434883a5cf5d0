// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeEngine
import X509

/// The files that make up what a server is: they can be read again while it runs.
struct ServerFiles: ParsableArguments {
    @Option(
        name: .customLong("certificate"),
        help: """
            A server's certificate, and those on the way to its authority. Where there are several, \
            clients get the one for the name that they ask for (SNI), and the first one if none is.
            """,
        completion: .file()
    )
    var certificates: [String]

    @Option(
        name: .customLong("key"),
        help: "The private key of a server's certificate, in the order of --certificate.",
        completion: .file()
    )
    var keys: [String]

    @OptionGroup var passphrase: PassphraseOptions

    @Option(
        help: "The authorities of the clients' certificates; asks clients for theirs.",
        completion: .file()
    )
    var clientCa: String?

    func validate() throws {
        guard certificates.count == keys.count else {
            throw ValidationError(
                "each --certificate has its own --key, in the same order: there are "
                    + "\(certificates.count) certificates and \(keys.count) keys"
            )
        }
    }

    /// The files' names, for people.
    var text: String {
        zip(certificates, keys).map { "\($0) and \($1)" }.joined(separator: ", ")
    }

    /// `asks` says whether a passphrase may be asked for at the terminal.
    func configuration(asks: Bool) throws -> TLSServerConfiguration {
        let credentials = try zip(certificates, keys).map { certificate, key in
            try CredentialFiles.credential(certificate, key, passphrase, asks: asks)
        }
        var configuration = TLSServerConfiguration(credential: credentials[0])
        for (path, credential) in zip(certificates, credentials) where credentials.count > 1 {
            let names = Self.hostNames(of: credential)
            guard !names.isEmpty || path == certificates[0] else {
                throw ToolError(
                    "\(path) is for no host name, so that no client would get it: name it first, as "
                        + "the certificate for those who ask for no other one"
                )
            }
            // Where several are for a name, the first one is the name's.
            configuration.credentialsByServerName.merge(
                names.map { ($0, credential) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        configuration.clientTrustRoots = try clientCa.map { try CredentialFiles.trustRoots($0) }
        return configuration
    }

    /// In lower case, wildcards among them.
    private static func hostNames(of credential: TLSCredential) -> [String] {
        let names = try? credential.certificateChain.first?.extensions.subjectAlternativeNames
        return (names.map { Array($0) } ?? []).compactMap { name in
            if case .dnsName(let name) = name { name.lowercased() } else { nil }
        }
    }
}
