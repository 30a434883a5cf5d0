// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1
private import Synchronization
internal import X509

/// One search for a chain: what it may still cost, and what it has found. The verifier of
/// swift-certificates has no bounds, and keeps nothing but texts (docs/dependencies.md).
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

    /// The peer's certificates that may be issuers: each once, and no more than the limit of those
    /// with one subject and key, which could stand in for each other anywhere in a chain.
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
    /// reached its limit or its task is cancelled: the verifier then finds no way to go on, and
    /// ends.
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

    /// Counts `count` comparisons of a name with a constraint towards the search's limit; false if
    /// they exceed it.
    func compareNames(_ count: Int) -> Bool {
        state.withLock { state in
            guard count <= limits.nameComparisonCount - state.nameComparisonCount else {
                return false
            }
            state.nameComparisonCount += count
            return true
        }
    }

    /// Describes a critical extension of the certificate that neither this library nor the caller's
    /// policies understand.
    func unhandledExtension(of certificate: Certificate) -> String? {
        certificate.extensions
            .first { $0.critical && !handledExtensions.contains($0.oid) }
            .map {
                "\(certificate.subjectText) has the critical extension \($0.oid), which is not "
                    + "supported"
            }
    }

    /// Records why a chain was refused; the first reason is what the peer is told.
    func refuse(_ refusal: TLSCertificateRefusal) {
        state.withLock { if $0.refusal == nil { $0.refusal = refusal } }
    }

    private func note(_ text: String) {
        state.withLock { if !$0.notes.contains(text) { $0.notes.append(text) } }
    }

    /// Why no chain was accepted: the first refusal, or else this one, and what was left untried.
    func refusal(otherwise: TLSCertificateRefusal) -> TLSCertificateRefusal {
        let (refusal, notes) = state.withLock { ($0.refusal ?? otherwise, $0.notes) }
        return TLSCertificateRefusal(
            refusal.code,
            reason: ([refusal.reason] + notes).joined(separator: "; ")
        )
    }
}

/// Certificates by their subjects, in which a search looks for issuers until it reaches its limit.
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
