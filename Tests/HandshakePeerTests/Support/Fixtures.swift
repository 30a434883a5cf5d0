// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import TestSupport

/// Certificates for both sides, made once a run with the `openssl` program; all leaves share a key.
struct Fixtures: Sendable {
    /// Certificates in PEM.
    let authority, otherAuthority: File
    let server, wrongHostServer, expiredServer, untrustedServer: File
    /// One that is valid for longer than two days.
    let lastingServer: File
    let client, untrustedClient: File
    /// The leaves' private key in PEM.
    let key: File

    /// A file's path and its text.
    struct File: Sendable {
        let path: String
        let text: String
    }

    static let host = "localhost"

    private static let made = Result { try Fixtures() }

    static func get() throws -> Fixtures { try made.get() }

    private init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-peer-fixtures-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func path(_ name: String) -> String { folder.appending(path: name).path }

        func makeAuthority(_ name: String) throws -> File {
            try OpenSSLProgram.run([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path("\(name).key"),
                "-out", path("\(name).pem"), "-subj", "/CN=\(name)", "-days", "2",
                "-addext", "basicConstraints=critical,CA:TRUE",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            ])
            return try File(path("\(name).pem"))
        }

        func makeLeaf(
            _ name: String,
            host: String,
            by authority: String = "authority",
            use: String = "serverAuth",
            days: Int = 2
        ) throws -> File {
            try OpenSSLProgram.run([
                "req", "-new", "-key", path("leaf.key"), "-out", path("\(name).csr"),
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(host)",
                "-addext", "extendedKeyUsage=\(use)",
                "-addext", "keyUsage=critical,digitalSignature,keyEncipherment",
            ])
            try OpenSSLProgram.run([
                "x509", "-req", "-in", path("\(name).csr"), "-out", path("\(name).pem"),
                "-CA", path("\(authority).pem"), "-CAkey", path("\(authority).key"),
                "-CAcreateserial", "-days", "\(days)", "-copy_extensions", "copyall",
            ])
            return try File(path("\(name).pem"))
        }

        authority = try makeAuthority("authority")
        otherAuthority = try makeAuthority("other-authority")
        try OpenSSLProgram.run([
            "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
            "-out", path("leaf.key"),
        ])
        key = try File(path("leaf.key"))
        let host = Self.host
        server = try makeLeaf("server", host: host)
        wrongHostServer = try makeLeaf("wrong-host", host: "elsewhere.test")
        expiredServer = try makeLeaf("expired", host: host, days: -1)
        lastingServer = try makeLeaf("lasting", host: host, days: 60)
        untrustedServer = try makeLeaf("untrusted", host: host, by: "other-authority")
        client = try makeLeaf("client", host: "client.test", use: "clientAuth")
        untrustedClient = try makeLeaf(
            "untrusted-client",
            host: "client.test",
            by: "other-authority",
            use: "clientAuth"
        )
    }

    func credential(_ certificate: File) throws -> TLSCredential {
        try TLSCredential(pemCertificateChain: certificate.text, pemPrivateKey: key.text)
    }

    var trustRoots: TLSTrustRoots {
        get throws { try TLSTrustRoots(pem: authority.text) }
    }
}

extension Fixtures.File {
    fileprivate init(_ path: String) throws {
        self.path = path
        text = try String(contentsOfFile: path, encoding: .utf8)
    }
}
