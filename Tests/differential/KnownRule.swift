// SPDX-License-Identifier: Apache-2.0

/// Where the library and libcrypto differ on purpose. Each is counted, and none is compared.
enum KnownRule: String, CaseIterable {
    case noSHA1Signature = "signatures with SHA-1 are refused (RSAError.unsupportedHash)"
    case signatureLength =
        "a signature has the modulus' length (RFC 8017, 8.1.2): libcrypto takes one of PSS without zeros in front"
    case implicitRejection =
        "wrong PKCS #1 v1.5 padding gives a pseudo-random message: libcrypto before 3.2 says that it is wrong"
    case premasterVersion =
        "a premaster secret of another version is taken with the ClientHello's (RFC 5246, 7.4.7.1): libcrypto makes a random one"
    case premasterOutOfRange =
        "a premaster ciphertext that is not below the modulus gives a random secret: libcrypto an error"
    case notDER =
        "what is not DER to the letter is refused: libcrypto takes BER, and writes it otherwise"
    case bytesLeftOver = "bytes after the key are refused: libcrypto leaves them"
    case unfitNumbers =
        "numbers that are no RSA key's are refused when a key is read: libcrypto reads them, and computes otherwise"
    case modulusLength =
        "a private key has 2048 bits or more, a public one 1024 or more, neither more than 16,384"
    case exponent = "the public exponent is odd, 3 or more, and of at most 256 bits"
    case version =
        "version 0 is PKCS #1's of two primes: libcrypto takes what it does not know for that"
    case parameters =
        "parameters that the algorithm does not have are refused: libcrypto skips them"
    case pssParameters =
        "a key for PSS with SHA-1, or with a salt that has no room, is refused"
    case strictPEM =
        "Base64 with bits that encode nothing, or with what is none, is refused: libcrypto reads around it"
    case label =
        "a block's label says whether it holds a private or a public key: libcrypto looks into it"
    case laxPEM = "PEM text that is laid out otherwise is read: libcrypto refuses it"
}
