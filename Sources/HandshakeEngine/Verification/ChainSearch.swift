internal import SwiftASN1
private import Synchronization
internal import X509

/// One search for a chain: what it may still cost, and what it came upon. The verifier of
/// swift-certificates knows no bound and keeps texts only (docs/dependencies.md).
final class ChainSearch: Sendable {
    private struct State {
        var signatureCheckCount = 0
        var nameComparisonCount = 0
        var refusal: TLSCertificateRefusal?
        var notes: [String] = []
    }

    private let limits: TLSConnectionLimits
    private let handledExtensions: [ASN1ObjectIdentifier]
    private let state = Mutex(State())

    init(limits: TLSConnectionLimits, handledExtensions: [ASN1ObjectIdentifier]) {
        self.limits = limits
        self.handledExtensions = handledExtensions
    }

    /// The peer's certificates that may be issuers: each once, and of those with one subject and
    /// key, which can stand in for each other at every place of a chain, no more than the limit.
    func issuers(among certificates: some Sequence<Certificate>) -> [Certificate] {
        var issuers: [Certificate] = []
        for certificate in certificates where !issuers.contains(certificate) {
            let alike = issuers.count {
                $0.subject == certificate.subject && $0.publicKey == certificate.publicKey
            }
            if alike < limits.certificatesPerSubjectAndKey {
                issuers.append(certificate)
            } else {
                note(
                    "no more than \(limits.certificatesPerSubjectAndKey) of the certificates of "
                        + "\(certificate.subjectText) with one key were tried"
                )
            }
        }
        return issuers
    }

    /// Those of `candidates` whose keys may still be tried on a signature. None once the search has
    /// spent what it may, or its task is cancelled: then the verifier finds no way on and ends.
    func affordable(_ candidates: [Certificate]) -> [Certificate] {
        guard !Task.isCancelled else {
            note("the verification was cancelled")
            return []
        }
        let understood = candidates.filter { candidate in
            guard let reason = unhandledExtension(of: candidate) else { return true }
            note(reason)
            return false
        }
        let rest = state.withLock { state in
            let rest = max(0, limits.signatureCheckCount - state.signatureCheckCount)
            state.signatureCheckCount += min(rest, understood.count)
            return rest
        }
        if rest < understood.count {
            note("the search ended at the limit of \(limits.signatureCheckCount) signature checks")
        }
        return Array(understood.prefix(rest))
    }

    /// Takes `count` comparisons of a name with a constraint from what the search may cost; false
    /// if that is too little.
    func compareNames(_ count: Int) -> Bool {
        state.withLock { state in
            guard count <= limits.nameComparisonCount - state.nameComparisonCount else {
                return false
            }
            state.nameComparisonCount += count
            return true
        }
    }

    /// The critical extension of a certificate that nobody here understands, in words.
    func unhandledExtension(of certificate: Certificate) -> String? {
        certificate.extensions
            .first { $0.critical && !handledExtensions.contains($0.oid) }
            .map {
                "\(certificate.subjectText) has the critical extension \($0.oid), which is not "
                    + "supported"
            }
    }

    /// Keeps why a chain was refused; the first one is what the peer is told.
    func refuse(_ refusal: TLSCertificateRefusal) {
        state.withLock { if $0.refusal == nil { $0.refusal = refusal } }
    }

    private func note(_ text: String) {
        state.withLock { if !$0.notes.contains(text) { $0.notes.append(text) } }
    }

    /// Why no chain was accepted: the first one's refusal, or else this one, with what was left
    /// untried.
    func refusal(otherwise: TLSCertificateRefusal) -> TLSCertificateRefusal {
        let (refusal, notes) = state.withLock { ($0.refusal ?? otherwise, $0.notes) }
        return TLSCertificateRefusal(
            refusal.code,
            reason: ([refusal.reason] + notes).joined(separator: "; ")
        )
    }
}

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
