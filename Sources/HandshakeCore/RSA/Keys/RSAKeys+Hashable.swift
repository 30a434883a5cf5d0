// SPDX-License-Identifier: Apache-2.0

/// Two keys are equal if their public numbers and their usage are: the kernel does not matter. No
/// secret is compared, nor goes into a hash value.
extension RSAPublicKey: Hashable {
    public static func == (first: RSAPublicKey, second: RSAPublicKey) -> Bool {
        first === second
            || first.exponent == second.exponent && first.usage == second.usage
                && first.modulusBytes == second.modulusBytes
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(exponent)
        hasher.combine(modulusBytes)
    }
}

/// Two private keys are equal if their public keys are.
extension RSAPrivateKey: Hashable {
    public static func == (first: RSAPrivateKey, second: RSAPrivateKey) -> Bool {
        first.publicKey == second.publicKey
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(publicKey) }
}
