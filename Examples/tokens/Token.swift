// SPDX-License-Identifier: Apache-2.0

import HandshakeCore

/// How tokens are signed (RFC 7518, sections 3.3 and 3.5).
enum TokenAlgorithm: String, CaseIterable {
    case rs256 = "RS256"
    case ps256 = "PS256"

    var scheme: RSASignatureScheme {
        switch self {
        case .rs256: .pkcs1(.sha256)
        case .ps256: .pss(.sha256)
        }
    }
}

/// What all tokens of one issuer's key have in common.
struct TokenFormat {
    let algorithm: TokenAlgorithm
    let header: String

    /// The header of one's own tokens, which names the key by its thumbprint.
    init(_ algorithm: TokenAlgorithm, keyID: String) {
        self.init(
            algorithm,
            header: #"{"alg":"\#(algorithm.rawValue)","kid":"\#(keyID)","typ":"JWT"}"#
        )
    }

    init(_ algorithm: TokenAlgorithm, header: String) {
        self.algorithm = algorithm
        self.header = header
    }

    func sign(_ payload: String, with key: RSAPrivateKey) throws -> String {
        let input = signingInput(payload)
        return try token(input, key.sign(message: Array(input.utf8), scheme: algorithm.scheme))
    }

    /// The same among many: the batcher does up to eight of them at once.
    func sign(_ payload: String, with key: RSAPrivateKey, _ batcher: RSABatcher) async throws
        -> String
    {
        let input = signingInput(payload)
        let signature = try await batcher.sign(
            message: Array(input.utf8),
            scheme: algorithm.scheme,
            with: key
        )
        return token(input, signature)
    }

    /// The payload, if this is a token of the format and the key has signed it. The token has no say in
    /// the algorithm (RFC 8725, section 3.1): its header must be the one that is expected, to the byte, so
    /// that no JSON has to be read before it is known to be the issuer's.
    func payload(of token: String, signedBy key: RSAPublicKey) throws(TokenError) -> [UInt8] {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]),
            let payload = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        guard header == Array(self.header.utf8) else { throw .otherHeader }
        let input = Array("\(parts[0]).\(parts[1])".utf8)
        do {
            try key.verify(signature, message: input, scheme: algorithm.scheme)
        } catch { throw .signature(error) }
        return payload
    }

    /// RFC 7515, section 5.1.
    private func signingInput(_ payload: String) -> String {
        "\(Base64URL.encode(Array(header.utf8))).\(Base64URL.encode(Array(payload.utf8)))"
    }

    private func token(_ input: String, _ signature: [UInt8]) -> String {
        "\(input).\(Base64URL.encode(signature))"
    }
}

enum TokenError: Error, Equatable {
    /// It has not three parts in Base64url.
    case malformed
    /// Its header is not the one that the issuer writes.
    case otherHeader
    case signature(RSAError)
}
