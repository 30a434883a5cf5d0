// SPDX-License-Identifier: Apache-2.0

import X509

/// What a server's or a client's certificate is to say.
struct CertificateContents {
    let subject: DistinguishedName
    let publicKey: Certificate.PublicKey
    let use: CertificateUse
    let names: [GeneralName]

    /// What a request asks for; `use` and `names` take the place of its own unless they are `nil`.
    init(_ checked: CheckedRequest, use: CertificateUse?, names: [GeneralName]?) throws {
        try self.init(
            path: checked.path,
            subject: checked.request.subject,
            publicKey: checked.request.publicKey,
            use: use ?? checked.use(),
            names: names ?? checked.names()
        )
    }

    /// What a certificate of this authority said, which is to be renewed: nobody has to show again
    /// that the key is theirs.
    init(
        renewing path: String,
        by issuer: Issuer,
        use: CertificateUse?,
        names: [GeneralName]?
    ) throws {
        let old = try InputFile.certificates(path)[0]
        let hint =
            "make a request with its key, by 'handshake request NAME --key FILE', and sign that"
        guard issuer.hasIssued(old) else {
            throw ToolError("\(path) is no certificate of this authority: \(hint)")
        }
        if case .isCertificateAuthority? = try? old.extensions.basicConstraints {
            throw ToolError("\(path) is an authority's: 'handshake ca create --parent' makes those")
        }
        let oldNames: [GeneralName]
        let oldUse: CertificateUse?
        do {
            oldNames = try old.extensions.subjectAlternativeNames.map { Array($0) } ?? []
            oldUse = try CertificateUse(old.extensions)
        } catch {
            throw ToolError(
                "\(path) has extensions that cannot be read: \(ErrorText.of(error)); \(hint)"
            )
        }
        try self.init(
            path: path,
            subject: old.subject,
            publicKey: old.publicKey,
            use: use ?? oldUse,
            names: names ?? oldNames
        )
    }

    private init(
        path: String,
        subject: DistinguishedName,
        publicKey: Certificate.PublicKey,
        use: CertificateUse?,
        names: [GeneralName]
    ) throws {
        guard let use else {
            throw ToolError("\(path) asks for no use: say --use server or --use client")
        }
        guard use == .client || !names.isEmpty else {
            throw ToolError("\(path) names no host: give the server's with --name")
        }
        guard !subject.isEmpty || !names.isEmpty else {
            throw ToolError("\(path) names nobody: say who with --name")
        }
        self.subject = subject
        self.publicKey = publicKey
        self.use = use
        self.names = names
    }
}
