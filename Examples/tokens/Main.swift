// SPDX-License-Identifier: Apache-2.0

import HandshakeCore

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Signs and verifies JSON Web Tokens with an RSA key from a file:
///
///     tokens KEY.pem [COUNT]
///
/// With a count, it signs as many one at a time, and as many by RSABatcher.
@main
enum Main {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let file = arguments.first, arguments.count <= 2,
            let count = arguments.count == 2 ? Int(arguments.last ?? "") : 0, count >= 0
        else {
            print("usage: tokens KEY.pem [COUNT]")
            exit(2)
        }
        let key = try SecretBytes(contentsOfFile: file).withBytes {
            try RSAPrivateKey(pemRepresentation: $0)
        }
        var isRight = try publishedValuesAreRight()
        let webKey = JSONWebKey(key.publicKey)
        print("key \(webKey.json)")
        print("thumbprint \(webKey.thumbprint)")
        for algorithm in TokenAlgorithm.allCases {
            isRight = try tokensAreRight(algorithm, key, webKey) && isRight
        }
        if count > 0 { try await compare(count, key, keyID: webKey.thumbprint) }
        exit(isRight ? 0 : 1)
    }

    private static func publishedValuesAreRight() throws -> Bool {
        let isThumbprint = PublishedToken.thumbprintKey.thumbprint == PublishedToken.thumbprint
        print("RFC 7638's thumbprint: \(isThumbprint ? "right" : "WRONG")")
        guard let key = try PublishedToken.key.publicKey() else { return false }
        let payload = try? PublishedToken.format.payload(of: PublishedToken.token, signedBy: key)
        print("RFC 7515's token: \(payload == nil ? "WRONG" : "right")")
        return isThumbprint && payload != nil
    }

    /// A token, which the key of the JSON Web Key verifies, and what must be refused.
    private static func tokensAreRight(
        _ algorithm: TokenAlgorithm,
        _ key: RSAPrivateKey,
        _ webKey: JSONWebKey
    ) throws -> Bool {
        let format = TokenFormat(algorithm, keyID: webKey.thumbprint)
        let payload = #"{"iss":"example","sub":"order 42"}"#
        let token = try format.sign(payload, with: key)
        print("\(algorithm.rawValue) \(token)")
        guard let publicKey = try webKey.publicKey(),
            try format.payload(of: token, signedBy: publicKey) == Array(payload.utf8)
        else { return false }

        let others = TokenAlgorithm.allCases.filter { $0 != algorithm }
        let unsigned = TokenFormat(algorithm, header: #"{"alg":"none"}"#)
        let refused =
            try [
                format.sign(payload + " ", with: key).replacingPayload(with: payload),
                unsigned.sign(payload, with: key),
                String(token.dropLast()),
                token + ".",
                "",
            ]
            + others.map { try TokenFormat($0, keyID: webKey.thumbprint).sign(payload, with: key) }
        let accepted = refused.filter { (try? format.payload(of: $0, signedBy: publicKey)) != nil }
        print("\(algorithm.rawValue) refuses \(refused.count - accepted.count) of \(refused.count)")
        return accepted.isEmpty
    }

    /// Prints how many tokens a second are signed in each way.
    private static func compare(_ count: Int, _ key: RSAPrivateKey, keyID: String) async throws {
        let format = TokenFormat(.rs256, keyID: keyID)
        let clock = ContinuousClock()
        let single = try clock.measure {
            for index in 0..<count { _ = try format.sign(#"{"sub":"\#(index)"}"#, with: key) }
        }
        let batcher = try RSABatcher()
        let batched = try await clock.measure {
            try await withThrowingTaskGroup { group in
                for index in 0..<count {
                    group.addTask {
                        try await format.sign(#"{"sub":"\#(index)"}"#, with: key, batcher)
                    }
                }
                for try await _ in group {}
            }
        }
        await batcher.shutDown()
        print("one at a time: \(Int(Double(count) / (single / .seconds(1)))) tokens a second")
        print("by RSABatcher: \(Int(Double(count) / (batched / .seconds(1)))) tokens a second")
    }
}

extension String {
    /// A token with its payload exchanged, its signature as it was.
    fileprivate func replacingPayload(with payload: String) -> String {
        var parts = split(separator: ".").map(String.init)
        parts[1] = Base64URL.encode(Array(payload.utf8))
        return parts.joined(separator: ".")
    }
}
