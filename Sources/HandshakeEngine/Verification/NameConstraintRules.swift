// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1
internal import X509

/// The names for which authorities may not issue certificates (RFC 5280, section 4.2.1.10).
///
/// The policy of swift-certificates accepts a name that it cannot read, and a wildcard that covers
/// an excluded name (docs/dependencies.md). Here, whatever is in doubt is refused.
enum NameConstraintRules {
    /// Why a name of the chain breaks the constraints of an authority above it, or `nil`.
    static func refusal(
        of chain: UnverifiedCertificateChain,
        _ search: ChainSearch
    ) -> String? {
        for (index, authority) in chain.enumerated() where index > 0 || chain.count == 1 {
            guard authority.extensions[oid: .X509ExtensionID.nameConstraints] != nil else {
                continue
            }
            guard let constraints = try? authority.extensions.nameConstraints,
                let subtrees = Subtrees(constraints)
            else { return "\(authority.subjectText) has name constraints that cannot be read" }
            for certificate in chain.prefix(max(1, index)) {
                if let reason = subtrees.refusal(of: certificate, by: authority, search) {
                    return reason
                }
            }
        }
        return nil
    }

    /// Whether an authority of the chain has constraints.
    static func apply(to chain: UnverifiedCertificateChain) -> Bool {
        chain.contains { $0.extensions[oid: .X509ExtensionID.nameConstraints] != nil }
    }
}

/// The constraints of one authority. With constraints of other kinds, such as e-mail addresses and
/// directory names, the package's own policy refuses every chain.
private struct Subtrees {
    private let permittedNames: [DNSDomain]
    private let excludedNames: [DNSDomain]
    private let permittedHosts: [DNSDomain]
    private let excludedHosts: [DNSDomain]
    private let permittedAddresses: [AddressRange]
    private let excludedAddresses: [AddressRange]

    /// `nil` if one of them cannot be read.
    init?(_ constraints: NameConstraints) {
        func all<Text, Subtree>(
            _ texts: some Sequence<Text>,
            _ parse: (Text) -> Subtree?
        ) -> [Subtree]? {
            var subtrees: [Subtree] = []
            for text in texts {
                guard let subtree = parse(text) else { return nil }
                subtrees.append(subtree)
            }
            return subtrees
        }
        guard let permittedNames = all(constraints.permittedDNSDomains, DNSDomain.init),
            let excludedNames = all(constraints.excludedDNSDomains, DNSDomain.init),
            let permittedHosts = all(constraints.permittedURIDomains, DNSDomain.init),
            let excludedHosts = all(constraints.forbiddenURIDomains, DNSDomain.init),
            let permittedAddresses = all(constraints.permittedIPRanges, AddressRange.init),
            let excludedAddresses = all(constraints.excludedIPRanges, AddressRange.init)
        else { return nil }
        self.permittedNames = permittedNames
        self.excludedNames = excludedNames
        self.permittedHosts = permittedHosts
        self.excludedHosts = excludedHosts
        self.permittedAddresses = permittedAddresses
        self.excludedAddresses = excludedAddresses
    }

    private var count: Int {
        permittedNames.count + excludedNames.count + permittedHosts.count + excludedHosts.count
            + permittedAddresses.count + excludedAddresses.count
    }

    func refusal(
        of certificate: Certificate,
        by authority: Certificate,
        _ search: ChainSearch
    ) -> String? {
        let names: SubjectAlternativeNames
        do {
            names = try certificate.extensions.subjectAlternativeNames ?? SubjectAlternativeNames()
        } catch {
            return "\(certificate.subjectText) has a subjectAltName that cannot be read"
        }
        guard search.compareNames(names.count * count) else {
            return "\(certificate.subjectText) has more names than may be compared with the name "
                + "constraints of \(authority.subjectText)"
        }
        for name in names where !permits(name) {
            return "\(authority.subjectText) may not issue certificates for \(name.constrainedText)"
        }
        return nil
    }

    private func permits(_ name: GeneralName) -> Bool {
        switch name {
        case .dnsName(let text):
            if permittedNames.isEmpty, excludedNames.isEmpty { return true }
            guard let name = DNSName(text) else { return false }
            return (permittedNames.isEmpty || permittedNames.contains { $0.contains(name) })
                && !excludedNames.contains { $0.overlaps(name) }
        case .uniformResourceIdentifier(let text):
            if permittedHosts.isEmpty, excludedHosts.isEmpty { return true }
            guard let host = Self.host(of: text) else { return false }
            return (permittedHosts.isEmpty || permittedHosts.contains { $0.isHost(host) })
                && !excludedHosts.contains { $0.isHost(host) }
        case .ipAddress(let address):
            if permittedAddresses.isEmpty, excludedAddresses.isEmpty { return true }
            let bytes = Array(address.bytes)
            guard bytes.count == 4 || bytes.count == 16 else { return false }
            return
                (permittedAddresses.isEmpty || permittedAddresses.contains { $0.contains(bytes) })
                && !excludedAddresses.contains { $0.contains(bytes) }
        default:
            return true
        }
    }

    /// The host of "scheme://host:port/…". A URI that has none, or another authority than that, may
    /// mean different hosts to different readers.
    private static func host(of text: String) -> DNSName? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            return nil
        }
        let authority = text[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, parts.count <= 2,
            parts.dropFirst().allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let name = DNSName(String(host)), !name.isWildcard
        else { return nil }
        return name
    }
}

/// A range of addresses: an address and a mask, each of 4 or 16 bytes.
private struct AddressRange {
    private let base: [UInt8]
    private let mask: [UInt8]

    /// `nil` if the bytes are not of that form, or the mask is not ones and then zeros.
    init?(_ bytes: ASN1OctetString) {
        let count = bytes.bytes.count / 2
        guard bytes.bytes.count == 8 || bytes.bytes.count == 32 else { return nil }
        base = Array(bytes.bytes.prefix(count))
        mask = Array(bytes.bytes.suffix(count))
        let tail = mask.drop { $0 == 0xFF }
        guard (tail.first ?? 0).isOnesAndThenZeros, tail.dropFirst().allSatisfy({ $0 == 0 }) else {
            return nil
        }
    }

    func contains(_ address: [UInt8]) -> Bool {
        address.count == base.count
            && zip(mask, zip(address, base)).allSatisfy { $0 & ($1.0 ^ $1.1) == 0 }
    }
}

extension UInt8 {
    fileprivate var isOnesAndThenZeros: Bool { ~self & (~self &+ 1) == 0 }
}

extension GeneralName {
    /// The name in an error message.
    fileprivate var constrainedText: String {
        switch self {
        case .dnsName(let text), .uniformResourceIdentifier(let text): text.shortText
        case .ipAddress(let address): IPAddress.text(Array(address.bytes)) ?? "a broken address"
        default: "this kind of name"
        }
    }
}
