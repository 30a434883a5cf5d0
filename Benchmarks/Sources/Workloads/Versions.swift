internal import CPeers
private import HandshakeRSA
private import HandshakeSymmetric

/// Versions of libraries that this package is linked with.
public enum Versions {
    /// Ours: results tell it by the commit.
    static let handshake = "0.1.0"

    public static var gmp: String { unsafe String(cString: peer_gmp_version()) }
}

/// The kernel that each algorithm of ours uses on this machine.
public enum Kernels {
    public static var chosen: [(algorithm: String, kernel: String)] {
        [
            ("RSA", RSAKernel.best.rawValue),
            ("AES-GCM", AESGCMKernel.best.rawValue),
            ("SHA-256", SHA256Kernel.best.rawValue),
            ("SHA-512", SHA512Kernel.best.rawValue),
            ("SHA-256 batches", SHA256LanesKernel.best.rawValue),
            ("SHA-512 batches", SHA512LanesKernel.best.rawValue),
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
