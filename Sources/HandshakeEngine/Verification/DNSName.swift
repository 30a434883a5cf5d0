// SPDX-License-Identifier: Apache-2.0

/// A host name, or the names of all hosts right below one: "*.example.test" (RFC 9525, section
/// 6.3).
struct DNSName: Hashable {
    /// In lower case, from the left; those after the wildcard if there is one.
    let labels: [String]
    let isWildcard: Bool

    /// A name in the form that subjectAltName and clients use (RFC 5280, section 4.2.1.6): without
    /// a trailing dot, not an address, and with a wildcard only as the whole first label, followed
    /// by at least two more.
    init?(_ text: String) {
        isWildcard = text.hasPrefix("*.")
        guard text.utf8.count <= 253,
            let labels = Self.labels(of: isWildcard ? text.dropFirst(2) : text[...]),
            labels.count >= (isWildcard ? 2 : 1),
            // The top-level domain is never a number, but an address ends with one.
            labels.last?.utf8.allSatisfy({ Self.digits.contains($0) }) == false
        else { return nil }
        self.labels = labels
    }

    /// Whether this name covers the host, whose name has no wildcard.
    func matches(_ host: DNSName) -> Bool {
        isWildcard ? host.labels.dropFirst().elementsEqual(labels) : host.labels == labels
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    private static let letters = UInt8(ascii: "a")...UInt8(ascii: "z")

    /// The labels in lower case, or `nil` if one is not of 1 to 63 letters, digits, hyphens and
    /// underscores.
    static func labels(of text: Substring) -> [String]? {
        var labels: [String] = []
        for label in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        {
            let bytes = label.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            let isValid = bytes.allSatisfy {
                letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: "_")
            }
            guard isValid, (1...63).contains(bytes.count) else { return nil }
            labels.append(String(decoding: bytes, as: UTF8.self))
        }
        return labels
    }
}

/// A domain that an authority is restricted to, or excluded from (RFC 5280, section 4.2.1.10).
struct DNSDomain {
    private let labels: [String]
    /// Whether it began with a dot, and so holds only the names below it, not its own.
    let excludesItself: Bool

    /// `nil` if the text is not a domain. The empty domain holds every name.
    init?(_ text: String) {
        excludesItself = text.hasPrefix(".")
        let name = excludesItself ? text.dropFirst() : text[...]
        guard let labels = name.isEmpty ? [] : DNSName.labels(of: name) else { return nil }
        self.labels = labels
    }

    /// Whether all hosts that `name` covers are in the domain.
    func contains(_ name: DNSName) -> Bool {
        guard name.labels.suffix(labels.count).elementsEqual(labels) else { return false }
        return !excludesItself || name.isWildcard || name.labels.count > labels.count
    }

    /// Whether any host that `name` covers is in the domain.
    func overlaps(_ name: DNSName) -> Bool {
        if contains(name) { return true }
        // The wildcard may be the domain's own first label.
        return name.isWildcard && !excludesItself
            && labels.dropFirst().elementsEqual(name.labels) && !labels.isEmpty
    }

    /// Whether the host is the domain itself, or below it if it began with a dot: the rule for the
    /// hosts of URIs.
    func isHost(_ name: DNSName) -> Bool {
        excludesItself ? contains(name) : name.labels == labels && !name.isWildcard
    }
}
