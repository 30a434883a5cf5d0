// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import X509

/// How a peer's chain is verified.
package struct CertificateVerification: Sendable {
    /// Whose certificates they are, which decides what they have to be valid for.
    package enum Peer: Sendable {
        /// A server with this host name or IP address.
        case server(name: String)
        case client
    }

    let peer: Peer
    let trustRoots: TLSTrustRoots
    let policies: @Sendable () -> [any VerifierPolicy]
    let limits: TLSConnectionLimits
    let now: @Sendable () -> Date
    /// What an earlier verification of the same chain for the same peer has found.
    let earlier: ChainValidity?
    let verified = VerifiedChain()

    package init(
        peer: Peer,
        trustRoots: TLSTrustRoots,
        policies: @escaping @Sendable () -> [any VerifierPolicy],
        limits: TLSConnectionLimits,
        now: @escaping @Sendable () -> Date,
        earlier: ChainValidity? = nil
    ) {
        self.peer = peer
        self.trustRoots = trustRoots
        self.policies = policies
        self.limits = limits
        self.now = now
        self.earlier = earlier
    }

    /// Accepts what was found valid earlier, while that holds.
    package func verify(_ certificates: [Certificate]) async -> TLSVerificationResult {
        guard let leaf = certificates.first else {
            return .refused(TLSCertificateRefusal(.missing, reason: "the peer sent no certificate"))
        }
        let policies = policies()
        if let earlier, accepts(earlier, with: policies) {
            verified.record(earlier)
            return .accepted
        }
        let search = ChainSearch(
            limits: limits,
            handledExtensions: ChainPolicy.criticalExtensions(handledBy: policies)
        )
        if let reason = search.unhandledExtension(of: leaf) {
            return .refused(TLSCertificateRefusal(.invalidChain, reason: reason))
        }
        let roots = trustRoots.certificates
        let issuers = Dictionary(
            grouping: search.issuers(among: certificates.dropFirst()),
            by: \.subject
        )
        var verifier = Verifier(
            rootCertificates: CertificateStore(custom: IssuerStore(roots, search))
        ) {
            ChainPolicy(peer: peer, callersPolicies: policies, time: now(), search: search)
        }
        let result = await verifier.validate(
            leaf: leaf,
            intermediates: CertificateStore(custom: IssuerStore(issuers, search))
        )
        switch result {
        case .validCertificate(let chain):
            verified.record(ChainValidity(chain, under: trustRoots))
            return .accepted
        case .couldNotValidate:
            return .refused(
                search.refusal(
                    otherwise: TLSCertificateRefusal(
                        .unknownAuthority,
                        reason: "no chain from \(leaf.subjectText) leads to a trusted authority"
                            + Self.end(ofWayUpFrom: leaf, over: issuers, to: roots)
                    )
                )
            )
        }
    }

    /// Whether it would accept a chain that an earlier verification has found valid.
    func accepts(_ validity: ChainValidity) -> Bool { accepts(validity, with: policies()) }

    /// What the caller's policies ask for may change at any time: with any, that is not known.
    private func accepts(_ validity: ChainValidity, with policies: [any VerifierPolicy]) -> Bool {
        let time = now()
        return policies.isEmpty && validity.from <= time && time <= validity.until
            && validity.rootsDigest == trustRoots.digest
    }

    /// Describes where the path up from `leaf` ends, going by the names alone.
    private static func end(
        ofWayUpFrom leaf: Certificate,
        over issuers: [DistinguishedName: [Certificate]],
        to roots: [DistinguishedName: [Certificate]]
    ) -> String {
        var tip = leaf
        var passed: Set<DistinguishedName> = [leaf.subject]
        while roots[tip.issuer] == nil {
            guard tip.issuer != tip.subject, passed.insert(tip.issuer).inserted else {
                return ": \(tip.issuer.shortText) is not trusted"
            }
            guard let issuer = issuers[tip.issuer]?.first else {
                return ": the certificate of \(tip.issuer.shortText) is neither trusted nor sent"
            }
            tip = issuer
        }
        return ", though \(tip.issuer.shortText) is the name of one"
    }
}
