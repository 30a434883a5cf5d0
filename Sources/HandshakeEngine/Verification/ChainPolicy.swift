internal import Foundation
internal import SwiftASN1
@_spi(FixedExpiryValidationTime) internal import X509

/// All that a chain must meet, in the order in which a peer is told: the rules of RFC 5280, the
/// usages, the identity, then the caller's policies.
struct ChainPolicy: VerifierPolicy {
    private let peer: CertificateVerification.Peer
    private let time: Date
    private let rules: RFC5280Policy
    private var identity: ServerIdentityPolicy?
    private var callersPolicies: [any VerifierPolicy]
    private let refusals: RefusalRecord

    init(
        peer: CertificateVerification.Peer,
        callersPolicies: [any VerifierPolicy],
        time: Date,
        refusals: RefusalRecord
    ) {
        self.peer = peer
        self.time = time
        self.callersPolicies = callersPolicies
        self.refusals = refusals
        rules = RFC5280Policy(fixedExpiryValidationTime: time)
        if case .server(let name) = peer {
            let isAddress = IPAddress.isAddress(name)
            identity = ServerIdentityPolicy(
                serverHostname: isAddress ? nil : name,
                serverIP: isAddress ? name : nil
            )
        }
    }

    var verifyingCriticalExtensions: [ASN1ObjectIdentifier] {
        var handled = rules.verifyingCriticalExtensions
        handled.append(.X509ExtensionID.extendedKeyUsage)
        handled.append(.X509ExtensionID.subjectAlternativeName)
        for policy in callersPolicies { handled += policy.verifyingCriticalExtensions }
        return handled
    }

    mutating func chainMeetsPolicyRequirements(
        chain: UnverifiedCertificateChain
    ) async -> PolicyEvaluationResult {
        guard let refusal = await refusal(of: chain) else { return .meetsPolicy }
        refusals.add(refusal)
        return .failsToMeetPolicy(reason: refusal.reason)
    }

    private mutating func refusal(of chain: UnverifiedCertificateChain) async -> CertificateRefusal?
    {
        if let outside = chain.first(where: { !$0.isValid(at: time) }) {
            return CertificateRefusal(
                .outsideValidityPeriod,
                reason: "\(outside.subject) is valid from \(outside.notValidBefore) to "
                    + "\(outside.notValidAfter)"
            )
        }
        if case .failsToMeetPolicy(let reason) = rules.chainMeetsPolicyRequirements(chain: chain) {
            return CertificateRefusal(.invalidChain, reason: "\(reason)")
        }
        if let reason = Self.weakness(of: chain) {
            return CertificateRefusal(.invalidChain, reason: reason)
        }
        if let reason = CertificateUsage.refusal(of: chain.leaf, for: peer) {
            return CertificateRefusal(.wrongUsage, reason: reason)
        }
        if identity != nil, let reason = Self.namelessness(of: chain.leaf) {
            return CertificateRefusal(.wrongIdentity, reason: reason)
        }
        if case .failsToMeetPolicy(let reason)? =
            identity?.chainMeetsPolicyRequirements(chain: chain)
        {
            return CertificateRefusal(.wrongIdentity, reason: "\(reason)")
        }
        for index in callersPolicies.indices {
            if case .failsToMeetPolicy(let reason) =
                await callersPolicies[index].chainMeetsPolicyRequirements(chain: chain)
            {
                return CertificateRefusal(.policy, reason: "\(reason)")
            }
        }
        return nil
    }

    /// A server is identified by its subjectAltName alone (RFC 9525, section 2). The package's own
    /// policy would take a common name in its place, which an authority's name constraints do not
    /// reach.
    private static func namelessness(of leaf: Certificate) -> String? {
        // What cannot be read is refused by the policy itself.
        guard let names = try? leaf.extensions.subjectAlternativeNames ?? SubjectAlternativeNames(),
            names.isEmpty
        else { return nil }
        return "\(leaf.subject) has no subjectAltName, and a common name does not identify a server"
    }

    /// What the rules of RFC 5280 say that the package's own policy leaves out: SHA-1, broken since
    /// 2017, below the root, and issuers whose key is not for certificates (section 4.2.1.3).
    private static func weakness(of chain: UnverifiedCertificateChain) -> String? {
        if let weak = chain.dropLast().first(where: {
            $0.signatureAlgorithm == .sha1WithRSAEncryption
        }) {
            return "\(weak.subject) is signed with SHA-1"
        }
        if let issuer = chain.dropFirst().first(where: {
            !CertificateUsage.allows(.certificateSignatures, $0)
        }) {
            return "the key of \(issuer.subject) is not for signing certificates"
        }
        return nil
    }
}

extension Certificate {
    func isValid(at time: Date) -> Bool {
        notValidBefore <= time && time <= notValidAfter
    }
}
