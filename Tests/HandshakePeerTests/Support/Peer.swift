// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine

/// An implementation of TLS that was not written here.
enum Peer: String, CaseIterable, Sendable, CustomStringConvertible {
    case openssl, gnutls, python, go, tlslite

    var description: String { rawValue }

    /// The programs that `scripts/set-up-peers` has put in `.build/peers`, and those that stand in
    /// `Peers`.
    private static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func program(_ name: String) throws -> [String] {
        let installed = package.appending(path: ".build/peers")
        guard FileManager.default.fileExists(atPath: installed.appending(path: "ready").path) else {
            throw PeerProcess.Failure(
                description: "the peers are not installed: run scripts/set-up-peers"
            )
        }
        if name == "go" { return [installed.appending(path: "go-peer").path] }
        let script = package.appending(path: "Tests/HandshakePeerTests/Peers/\(name).py")
        return [
            "env", "PYTHONDONTWRITEBYTECODE=1",
            "PYTHONPATH=\(installed.appending(path: "python").path)", "python3", script.path,
        ]
    }

    /// The command for the peers of `Peers`; nil for those with a program of their own.
    func ownProgram() throws -> [String]? {
        switch self {
        case .openssl, .gnutls: nil
        case .python: try Self.program("peer_ssl")
        case .go: try Self.program("go")
        case .tlslite: try Self.program("peer_tlslite")
        }
    }

    /// GnuTLS's word for TLS 1.2 with RSA key exchange besides the usual ones.
    static let gnutlsPriority = "NORMAL:-VERS-ALL:+VERS-TLS1.2:+RSA"
}

extension TLSCipherSuite {
    static let all = TLSCipherSuite.defaultSuites + TLSCipherSuite.rsaKeyExchangeSuites

    /// The name that OpenSSL has for it.
    var opensslName: String {
        name.replacing("TLS_RSA_WITH_", with: "")
            .replacing("TLS_ECDHE_RSA_WITH_", with: "ECDHE-RSA-")
            .replacing("AES_", with: "AES").replacing("_", with: "-")
    }

    /// The part of a priority string that leaves GnuTLS this suite alone.
    var gnutlsPriority: String {
        let keyExchange = Self.rsaKeyExchangeSuites.contains(self) ? "RSA" : "ECDHE-RSA"
        let cipher = name.contains("AES_128") ? "AES-128-GCM" : "AES-256-GCM"
        return "NONE:+VERS-TLS1.2:+\(keyExchange):+\(cipher):+AEAD:+SIGN-ALL:+GROUP-ALL"
            + ":+COMP-NULL:+CTYPE-X509"
    }
}
