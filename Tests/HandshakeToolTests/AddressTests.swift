// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import Testing
import handshake

/// Addresses as people write them.
@Suite struct AddressTests {
    @Test(arguments: [
        ("https://localhost", "localhost", 443, "localhost", "/"),
        ("HTTPS://localhost:8443/a/b?c=d#e", "localhost", 8443, "localhost:8443", "/a/b?c=d"),
        ("https://localhost:/?x", "localhost", 443, "localhost", "/?x"),
        ("https://localhost:443?x", "localhost", 443, "localhost", "/?x"),
        ("https://localhost#x", "localhost", 443, "localhost", "/"),
        ("https://example.com./", "example.com", 443, "example.com", "/"),
        (
            "https://b\u{FC}cher.example:1/", "xn--bcher-kva.example", 1, "xn--bcher-kva.example:1",
            "/"
        ),
        ("https://127.0.0.1:65535/", "127.0.0.1", 65_535, "127.0.0.1:65535", "/"),
        ("https://[::1]:8443/", "::1", 8443, "[::1]:8443", "/"),
        ("https://[fe80::1%25eth0]/", "fe80::1", 443, "[fe80::1]", "/"),
        // What is escaped stays, what cannot be in a URL is escaped.
        (
            "https://a/%20%zz%2?q=a%20b|c d\"\u{E4}%", "a", 443, "a",
            "/%20%25zz%252?q=a%20b%7Cc%20d%22%C3%A4%25"
        ),
    ])
    func readsURLs(
        _ url: String,
        _ name: String,
        _ port: Int,
        _ authority: String,
        _ path: String
    ) throws {
        let target = try HTTPTarget(url)
        #expect(target.host.identity == name)
        #expect(target.port == port)
        #expect(target.authority == authority)
        #expect(target.path == path)
    }

    @Test(arguments: [
        "", "localhost", "http://localhost", "https:/localhost", "https://", "https:///x",
        "https://localhost:99999", "https://localhost:65536", "https://localhost:0",
        "https://localhost:-1", "https://localhost:+1", "https://localhost:8443a",
        "https://localhost:18446744073709551617", "https://::1/", "https://[::1", "https://[::1]1/",
        "https://[localhost]/", "https://127.1/", "https://1.2.3.4.5/", "https://a b/",
        "https://a%20b/", "https://a..b/", "https://-a/", "https://a\\b/",
        "https://127.0.0.1%25eth0/",
        "https://*.example.com/", "https://a\u{202E}b/", "https://\u{FC} \u{FC}/",
    ])
    func refusesURLs(_ url: String) {
        let error = #expect(throws: ToolError.self) { try HTTPTarget(url) }
        Wording.check(error?.description ?? "")
    }

    @Test func doesNotRepeatAPassword() {
        for url in ["https://me:secret@localhost/", "http://me:secret@localhost/", "x://:secret@"] {
            let error = #expect(throws: ToolError.self) { try HTTPTarget(url) }
            #expect(error?.description.contains("user") == true)
            #expect(error?.description.contains("secret") == false)
        }
    }

    /// What `connect` and `post` send as the server's name.
    @Test(arguments: [
        ("localhost", "localhost"), ("localhost.", "localhost"), ("127.0.0.1", nil),
        ("B\u{FC}cher.Example", "xn--bcher-kva.example"),
    ])
    func serverName(_ host: String, _ sent: String?) throws {
        let name = try HostName(host).identity
        #expect(name == (sent ?? "127.0.0.1"))
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential + ["--trace"])
            _ = try TestConnection(server.port) { $0.serverName = name }
            #expect(try server.end().status == 0)
        }
    }
}
