// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Whom `probe` asks, and for what.
struct ProbeOptions: ParsableArguments {
    static let defaultPort = 443
    /// RFC 7301, section 3.1
    private static let maximumProtocolByteCount = 255
    private static let maximumProtocolCount = 16

    @Argument(help: "The server, as HOST or HOST:PORT; the port is 443 unless another is named.")
    var server: String

    @Option(
        name: [.customLong("servername"), .customLong("server-name")],
        help: "The name to ask for, which the certificate must be for. (default: HOST)"
    )
    var serverName: String?

    @Option(help: "How many seconds each connection may take.")
    var timeout = 5

    @Option(
        name: .customLong("alpn"),
        help: "The application protocols to offer, with commas; '' offers none."
    )
    var applicationProtocols = "h2,http/1.1"

    @Option(
        help: "The certificate authorities to trust, in PEM. (default: the system's)",
        completion: .file()
    )
    var ca: String?

    func validate() throws {
        guard (1...3600).contains(timeout) else {
            throw ValidationError("--timeout is a number of seconds from 1 to 3600")
        }
        guard protocols.count <= Self.maximumProtocolCount,
            protocols.allSatisfy({ (1...Self.maximumProtocolByteCount).contains($0.utf8.count) })
        else {
            throw ValidationError(
                "--alpn takes up to \(Self.maximumProtocolCount) names of 1 to "
                    + "\(Self.maximumProtocolByteCount) bytes, with commas between them"
            )
        }
    }

    var protocols: [String] {
        guard !applicationProtocols.isEmpty else { return [] }
        return applicationProtocols.split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0) }
    }

    /// Throws ``ToolError`` for what is neither HOST nor HOST:PORT.
    func endpoint() throws -> Endpoint { try Self.endpoint(server) }

    /// An IPv6 address without a port needs no brackets.
    static func endpoint(_ server: String) throws -> Endpoint {
        let isAddress = CertificateName.isAddress(String(server.prefix { $0 != "%" }))
        if !isAddress, let endpoint = Endpoint(argument: server) {
            guard endpoint.port > 0 else { throw portError(server) }
            return endpoint
        }
        var host = Substring(server)
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.contains("/") else {
            throw ToolError("a server is named as HOST or HOST:PORT, not as a URL: \(server)")
        }
        guard !host.contains(":") || CertificateName.isAddress(String(host.prefix { $0 != "%" }))
        else { throw portError(server) }
        return Endpoint(host: String(host), port: defaultPort)
    }

    private static func portError(_ server: String) -> ToolError {
        ToolError(
            "a server is named as HOST or HOST:PORT, with a port from 1 to 65535, and an IPv6 address "
                + "with a port in brackets: \(server)"
        )
    }
}
