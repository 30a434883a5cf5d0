// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SwiftASN1
@_spi(FixedExpiryValidationTime) internal import X509

/// All that a chain has to satisfy, in the order in which a peer is told of it: the rules of RFC
/// 5280, the usages, the identity, and then the caller's policies.
struct ChainPolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier]

    private let peer: CertificateVerification.Peer
    private let time: Date
    private let rules: RFC5280Policy
    private var callersPolicies: [any VerifierPolicy]
    private let search: ChainSearch

    init(
        peer: CertificateVerification.Peer,
        callersPolicies: [any VerifierPolicy],
        time: Date,
        search: ChainSearch
    ) {
        self.peer = peer
        self.time = time
        self.callersPolicies = callersPolicies
        self.search = search
        rules = RFC5280Policy(fixedExpiryValidationTime: time)
        verifyingCriticalExtensions = Self.criticalExtensions(handledBy: callersPolicies)
    }

    /// The extensions that may be critical. certificatePolicies is understood, since it refuses
    /// nothing where any policy will do and policyConstraints, which is not here, asks for none
    /// (RFC 5280, section 6.1).
    static func criticalExtensions(
        handledBy callersPolicies: [any VerifierPolicy]
    ) -> [ASN1ObjectIdentifier] {
        let own: [ASN1ObjectIdentifier] = [
            .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
            .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.nameConstraints,
            .X509ExtensionID.subjectAlternativeName, certificatePolicies,
        ]
        return callersPolicies.reduce(own) { $0 + $1.verifyingCriticalExtensions }
    }

    private static var certificatePolicies: ASN1ObjectIdentifier { [2, 5, 29, 32] }

    mutating func chainMeetsPolicyRequirements(
        chain: UnverifiedCertificateChain
    ) async -> PolicyEvaluationResult {
        guard let refusal = await refusal(of: chain) else { return .meetsPolicy }
        search.refuse(refusal)
        return .failsToMeetPolicy(reason: refusal.reason)
    }

    private mutating func refusal(of chain: UnverifiedCertificateChain) async
        -> TLSCertificateRefusal?
    {
        if let outside = chain.first(where: { !$0.isValid(at: time) }) {
            return TLSCertificateRefusal(
                .outsideValidityPeriod,
                reason: "\(outside.subjectText) is valid from \(outside.notValidBefore) to "
                    + "\(outside.notValidAfter)"
            )
        }
        if let reason = brokenRule(of: chain) {
            return TLSCertificateRefusal(.invalidChain, reason: reason)
        }
        if let reason = CertificateUsage.refusal(of: chain, for: peer) {
            return TLSCertificateRefusal(.wrongUsage, reason: reason)
        }
        if case .server(let name) = peer,
            let reason = ServerIdentity.refusal(of: chain.leaf, for: name)
        {
            return TLSCertificateRefusal(.wrongIdentity, reason: reason)
        }
        for index in callersPolicies.indices {
            if case .failsToMeetPolicy(let reason) =
                await callersPolicies[index].chainMeetsPolicyRequirements(chain: chain)
            {
                return TLSCertificateRefusal(.policy, reason: "\(reason)")
            }
        }
        return nil
    }

    /// The rule of RFC 5280 that the chain breaks. The rules that the package's policy leaves out,
    /// or cannot name in one line, come first; then all of its own.
    private func brokenRule(of chain: UnverifiedCertificateChain) -> String? {
        // Broken since 2017. A root's own signature says nothing.
        if let weak = chain.dropLast().first(where: {
            $0.signatureAlgorithm == .sha1WithRSAEncryption
        }) {
            return "\(weak.subjectText) is signed with SHA-1"
        }
        if let reason = IssuerRules.refusal(of: chain)
            ?? NameConstraintRules.refusal(of: chain, search)
        {
            return reason
        }
        // Its reasons write out whole certificates.
        if case .failsToMeetPolicy = rules.chainMeetsPolicyRequirements(chain: chain) {
            return NameConstraintRules.apply(to: chain)
                ? "the names of \(chain.leaf.subjectText)'s chain break its name constraints, or "
                    + "these are of a kind that is not supported, such as directory names"
                : "the chain of \(chain.leaf.subjectText) breaks the rules of RFC 5280"
        }
        return nil
    }
}
