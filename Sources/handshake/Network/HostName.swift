// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A server's host as it is written, in the two forms that it is used in.
package struct HostName {
    /// What the certificate has to be for, and a host name is sent in the handshake: letters of
    /// ASCII (A-labels, RFC 5890), without the dot of the root and without an address's zone.
    package let identity: String
    /// What is looked up: an address keeps its zone.
    package let resolved: String

    /// Throws ``ToolError`` for what is neither a host name nor an address.
    package init(_ text: String) throws {
        let zoneless = text.prefix { $0 != "%" }
        if CertificateName.isAddress(String(zoneless)),
            zoneless.count == text.count || zoneless.contains(":")
        {
            identity = String(zoneless)
            resolved = text
            return
        }
        let name = try Self.inASCII(text)
        let rootless = name.hasSuffix(".") ? String(name.dropLast()) : name
        guard CertificateName.isHostName(rootless), !rootless.hasPrefix("*"),
            // Such as 127.1: it would be taken for an address here, and for a name there.
            rootless.split(separator: ".").last?.allSatisfy(\.isNumber) == false
        else { throw Self.error(text) }
        identity = rootless
        resolved = rootless
    }

    private static func inASCII(_ text: String) throws -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        guard text.allSatisfy({ !"/?#@:[]\\%".contains($0) }),
            let name = URLComponents(string: "https://\(text)")?.encodedHost,
            name.utf8.allSatisfy({ $0 < 0x80 }), !name.contains("%")
        else { throw error(text) }
        return name
    }

    private static func error(_ text: String) -> ToolError {
        ToolError("'\(text)' is neither a host name nor an address")
    }
}
