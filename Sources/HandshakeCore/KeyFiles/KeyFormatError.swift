// SPDX-License-Identifier: Apache-2.0

/// Why a key could not be read from its file, or written to one.
///
/// Nothing of the file is in it: names of the standards and numbers of blocks and lines, never a
/// byte that was read.
public struct KeyFormatError: Error, Equatable, Sendable {
    /// The kind of error, for code to decide on.
    public let code: Code

    /// What is wrong, for people.
    public let reason: String

    /// Where: the path of the ASN.1 field, as its standard names it, or the PEM block.
    public let place: String

    init(_ code: Code, at place: String, _ reason: String) {
        self.code = code
        self.reason = reason
        self.place = place
    }
}

extension KeyFormatError {
    /// The kinds of error.
    #if hasAttribute(nonexhaustive)
    @nonexhaustive
    #endif
    public enum Code: Equatable, Sendable {
        /// There is no PEM block of a kind that was asked for.
        case noKeyInPEM
        /// The PEM block is cut short, or its text is not Base64.
        case invalidPEM
        /// A JSON Web Key lacks a member, or has one that is not Base64url, or another kind of key.
        case invalidJSONWebKey
        /// Not DER: truncated, a length that is not minimal, the wrong type of field, bytes left
        /// over. BER that is not DER is refused.
        case invalidDER
        /// A number below zero.
        case negativeNumber
        /// A version that the standard does not define.
        case unsupportedVersion
        /// A key in a format of its own, such as OpenSSH's.
        case unsupportedFormat
        /// A key of another algorithm than RSA.
        case notAnRSAKey
        /// Algorithm parameters that are wrong or that this library does not support.
        case unsupportedParameters
        /// The key is encrypted with a passphrase; this library does not decrypt keys.
        case encrypted
        /// An RSA key of more than two primes.
        case multiPrime
        /// The numbers do not make a valid RSA key, or not one that the kernel asked for covers.
        case invalidKey(RSAKeyError)
        /// The public key that a private key comes with is another one's.
        case mismatchedPublicKey
        /// The format asked for cannot carry the key's restriction to PSS.
        case restrictionNotRepresentable
    }
}

extension KeyFormatError {
    init(invalidKey error: RSAKeyError, at place: String) {
        self.init(.invalidKey(error), at: place, error.description)
    }

    /// An encrypted key, which says how to decrypt it.
    static func encrypted(at place: String) -> KeyFormatError {
        KeyFormatError(
            .encrypted,
            at: place,
            "an encrypted key: 'openssl pkey -in FILE -out NEW' asks for its passphrase and writes "
                + "it without"
        )
    }

    static func otherAlgorithm(at place: String) -> KeyFormatError {
        KeyFormatError(.notAnRSAKey, at: place, "a key of another algorithm than RSA")
    }

    /// The error with the PEM block that it is in.
    func inside(_ block: PEMBlock) -> KeyFormatError {
        KeyFormatError(code, at: "\(block.place), \(place)", reason)
    }

    static func restrictionNotRepresentable(in structure: String) -> KeyFormatError {
        KeyFormatError(
            .restrictionNotRepresentable,
            at: structure,
            "this format cannot say that the key is for PSS alone"
        )
    }
}

extension KeyFormatError: CustomStringConvertible {
    public var description: String { "\(place): \(reason)" }
}
