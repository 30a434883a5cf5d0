import Foundation

/// Where an HTTPS URL leads.
struct HTTPTarget {
    let endpoint: Endpoint
    /// The host and, unless it is 443, the port.
    let authority: String
    /// The path and the query.
    let path: String

    init(_ url: String) throws {
        guard let components = URLComponents(string: url), components.scheme == "https",
            let host = components.host, !host.isEmpty
        else { throw ToolError("an address begins with https:// and a host: \(url)") }
        let plainHost = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        endpoint = Endpoint(host: plainHost, port: components.port ?? 443)
        authority = components.port.map { "\(host):\($0)" } ?? host
        let query = components.percentEncodedQuery.map { "?\($0)" } ?? ""
        path = (components.percentEncodedPath.isEmpty ? "/" : components.percentEncodedPath) + query
    }
}
