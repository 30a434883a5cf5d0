import Foundation
import HandshakeRSA
import HandshakeSecrets
import TestSupport
import TestVectors

/// The keys of `rsa-keys.json`, by name.
struct RSATestKey: Decodable, CustomStringConvertible {
    var name: String
    var bitCount: Int
    var n: String
    var e: String
    var d: String
    var p: String
    var q: String
    var dP: String
    var dQ: String
    var qInv: String

    var description: String { name }

    private struct File: Decodable { var keys: [RSATestKey] }

    static let all: [RSATestKey] = {
        let data = try! TestVectors.data("rsa-keys.json")
        return try! JSONDecoder().decode(File.self, from: data).keys
    }()

    /// Those that a private key can be made of.
    static let large = all.filter { $0.bitCount >= 2048 }

    static func named(_ name: String) -> RSATestKey { all.first { $0.name == name }! }

    /// The components, with some of them replaced.
    func components(
        _ change: (inout RSATestKey) -> Void = { _ in }
    ) -> RSAPrivateKeyComponents {
        var key = self
        change(&key)
        func secret(_ hexadecimal: String) -> SecretBytes {
            SecretBytes(copying: [UInt8](hexadecimal: hexadecimal).span)
        }
        return RSAPrivateKeyComponents(
            n: [UInt8](hexadecimal: key.n),
            e: [UInt8](hexadecimal: key.e),
            d: secret(key.d),
            p: secret(key.p),
            q: secret(key.q),
            dP: secret(key.dP),
            dQ: secret(key.dQ),
            qInv: secret(key.qInv)
        )
    }

    func privateKey(
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws -> RSAPrivateKey {
        try RSAPrivateKey(components(), usage: usage, kernel: kernel)
    }

    func publicKey(
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws -> RSAPublicKey {
        try RSAPublicKey(
            modulus: [UInt8](hexadecimal: n).span,
            publicExponent: [UInt8](hexadecimal: e).span,
            usage: usage,
            kernel: kernel
        )
    }

    static let kernels = RSAKernel.allCases.filter(\.isSupported)
}
