// SPDX-License-Identifier: Apache-2.0

/// Which pair is shown for which server name. Names are compared without regard to case; a wildcard
/// is a whole first label and stands for exactly one (RFC 9525, section 6.3).
struct ServerNameTable: Sendable {
    private var exact: [String: Int] = [:]
    /// By what follows "*.".
    private var wildcards: [String: Int] = [:]

    /// Of each pair its names, in lower case. Of two with one name the first has it.
    init(_ names: [[String]]) {
        for (index, names) in names.enumerated().reversed() {
            for name in names {
                if name.hasPrefix("*.") {
                    wildcards[String(name.dropFirst(2))] = index
                } else {
                    exact[name] = index
                }
            }
        }
    }

    /// The pair with this very name, else that with a wildcard for it; nil where there is none.
    func index(for serverName: String) -> Int? {
        let name = serverName.lowercased()
        if let index = exact[name] { return index }
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex else { return nil }
        return wildcards[String(name[name.index(after: dot)...])]
    }
}
