import Foundation
import HandshakeSymmetric
import HandshakeTLS12
import TestSupport
import TestVectors

struct PRFVector: Decodable {
    let hash: String
    let secret: String
    let label: String
    let seed: String
    let output: String

    static func all() throws -> [PRFVector] {
        struct File: Decodable { let prf: [PRFVector] }
        let data = try TestVectors.data("key-derivation.json")
        return try JSONDecoder().decode(File.self, from: data).prf
    }
}

extension HashKernels {
    /// Every kernel that this CPU can run; the others beside it are portable, so that nothing hides
    /// behind a faster one.
    static let supported: [HashKernels] =
        SHA256Kernel.allCases.filter(\.isSupported).map {
            HashKernels(
                sha256: $0,
                sha512: .portable,
                sha256Lanes: .single,
                sha512Lanes: .single
            )
        }
        + SHA512Kernel.allCases.filter { $0.isSupported && $0 != .portable }.map {
            HashKernels(
                sha256: .portable,
                sha512: $0,
                sha256Lanes: .single,
                sha512Lanes: .single
            )
        }
        + SHA256LanesKernel.allCases.filter { $0.isSupported && $0 != .single }.map {
            HashKernels(sha256: .portable, sha256Lanes: $0, sha512Lanes: .single)
        }
        + SHA512LanesKernel.allCases.filter { $0.isSupported && $0 != .single }.map {
            HashKernels(sha512: .portable, sha256Lanes: .single, sha512Lanes: $0)
        } + [.best]
}

extension PRF {
    func derived(_ secret: [UInt8], _ label: [UInt8], _ seed: [UInt8], _ count: Int) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: count)
        var span = output.mutableSpan
        derive(secret: secret.span, label: label.span, seed: seed.span, into: &span)
        return output
    }
}
