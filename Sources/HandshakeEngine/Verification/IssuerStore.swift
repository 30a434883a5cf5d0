internal import X509

/// Certificates by their subjects, in which a search looks for issuers as long as it may.
struct IssuerStore: CustomCertificateStore {
    private var certificates: [DistinguishedName: [Certificate]]
    private let search: ChainSearch

    init(_ certificates: [DistinguishedName: [Certificate]], _ search: ChainSearch) {
        self.certificates = certificates
        self.search = search
    }

    subscript(subject: DistinguishedName) -> [Certificate]? {
        get async { certificates[subject].map(search.affordable) }
    }

    func contains(_ certificate: Certificate) async -> Bool {
        certificates[certificate.subject]?.contains(certificate) == true
    }

    mutating func append(contentsOf new: some Sequence<Certificate>) {
        for certificate in new {
            certificates[certificate.subject, default: []].append(certificate)
        }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.search === right.search && left.certificates == right.certificates
    }

    func hash(into hasher: inout Hasher) { hasher.combine(certificates) }
}
