// SPDX-License-Identifier: Apache-2.0

internal import CPeers
private import Foundation
private import HandshakeCore
private import Measurement

/// Versions of libraries that this package is linked with.
public enum Versions {
    /// Ours; a result's commit tells it apart from others of the same version.
    static let handshake = HandshakeVersion.current

    public static var gmp: String { unsafe String(cString: peer_gmp_version()) }

    /// The version of a package in the text of a Package.resolved.
    package static func resolved(_ package: String, in text: String) -> String? {
        struct Resolved: Decodable {
            struct Pin: Decodable {
                struct State: Decodable { var version: String? }
                var identity: String
                var state: State
            }
            var pins: [Pin]
        }
        let pins = (try? JSONDecoder().decode(Resolved.self, from: Data(text.utf8)))?.pins ?? []
        return pins.first { $0.identity == package }?.state.version
    }

    /// That of the checkout that this program was built from.
    private static let resolvedText: String = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = folder.appendingPathComponent("Package.resolved").path
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }()

    /// A package that does not say its version at run time: the resolved one, or without that what
    /// Package.swift asks for.
    fileprivate static func resolved(_ package: String, asked: String) -> String {
        resolved(package, in: resolvedText) ?? asked
    }

    /// The version of an installed Debian package.
    static func debian(_ package: String) -> String? {
        let versions = Command.output("dpkg-query", "--show", "--showformat=${Version}\n", package)
        return versions?.split(separator: "\n").first.map(String.init)
    }
}

extension Catalogue {
    static let swiftCryptoVersion = Versions.resolved("swift-crypto", asked: "4")
    static let nioSSLVersion = Versions.resolved("swift-nio-ssl", asked: "2")
}

/// The kernel that each algorithm of ours uses on this machine.
public enum Kernels {
    public static var chosen: [(algorithm: String, kernel: String)] {
        [
            ("RSA", RSAKernel.best.name),
            ("RSA batches", RSAKernel.best.lanesName ?? RSAKernel.best.name),
            ("AES-GCM", AESGCMKernel.best.name),
            ("SHA-256", SHA256Kernel.best.name),
            ("SHA-512", SHA512Kernel.best.name),
            ("SHA-256 batches", SHA256LanesKernel.best.name),
            ("SHA-512 batches", SHA512LanesKernel.best.name),
        ]
    }
}

extension Peers {
    /// The peers that are here, with version and path.
    public var present: [String] {
        var lines = libraries.map { "\($0.name): \($0.version), \($0.path)" }
        if case .success(let version) = IPSecMB.version { lines.append("ipsec-mb: \(version)") }
        lines.append("swift-crypto: \(Catalogue.swiftCryptoVersion)")
        lines.append("gmp: \(Versions.gmp)")
        lines.append("nio-ssl: \(Catalogue.nioSSLVersion)")
        return lines
    }
}
