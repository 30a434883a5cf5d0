// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import SelfTestCases

/// Keys from files and numbers, with the checks that belong to it.
extension Operation {
    static var keyImport: [Operation] {
        let keys = keysWithFilesOfOneLength
        func operation(
            _ name: String,
            _ kernel: RSAKernel = .best,
            _ make: @escaping (SecretKey) throws -> () throws -> Void
        ) -> Operation {
            Operation(name: "rsa2048 key \(name)", kernel: kernel.name) { secret in
                try make(keys.value(secret))
            }
        }
        return RSATestKey.kernels.map { kernel in
            operation("from DER", kernel) { key in
                let der = try key.privateKey().derRepresentation()
                return {
                    _ = try der.withBytes { bytes in
                        try RSAPrivateKey(derRepresentation: bytes, kernel: kernel)
                    }
                }
            }
        } + [
            operation("from PEM") { key in
                let pem = Array(try key.privateKey().pemRepresentation().utf8)
                return { _ = try RSAPrivateKey(pemRepresentation: pem.span) }
            },
            // With the other numbers computed. (From n, e and d the primes are searched for with random
            // bases, and how long that takes is declassified.)
            operation("from primes") { key in
                let components = key.components
                let exponent = copy(of: key.e)
                return {
                    _ = try RSAPrivateKey(
                        prime1: components.p,
                        prime2: components.q,
                        publicExponent: exponent.span
                    )
                }
            },
            operation("to DER") { key in
                let privateKey = try key.privateKey()
                return { _ = try privateKey.derRepresentation() }
            },
        ]
    }

    /// The numbers' lengths in a file are public. The first is the vectors' key, the second the same with
    /// its primes in the other order.
    private static let keysWithFilesOfOneLength = Numbered { number in
        let all = SecretKey.numbered(bitCount: 2048)
        let first = try all.value(0)
        var key = try all.value(number)
        var seed = 1000 * (number + 1)
        while key.derByteCounts != first.derByteCounts {
            key = try .generated(2048, seed: seed)
            seed += 1
        }
        return key
    }
}
