// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite struct JSONWebKeyTests {
    /// A JSON Web Key with these members, encoded by Foundation.
    private func webKey(
        _ key: RSATestKey,
        _ members: [String],
        _ change: (inout [String: Any]) -> Void = { _ in }
    ) throws -> RSAJSONWebKey {
        let numbers = [
            "n": key.n, "e": key.e, "d": key.d, "p": key.p, "q": key.q, "dp": key.dP, "dq": key.dQ,
            "qi": key.qInv,
        ]
        var object: [String: Any] = ["kty": "RSA", "kid": "x", "use": "sig"]
        for member in members {
            object[member] = Data(numbers[member]!).base64EncodedString()
                .replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_")
                .replacingOccurrences(of: "=", with: "")
        }
        change(&object)
        let data = try JSONSerialization.data(withJSONObject: object)
        return try JSONDecoder().decode(RSAJSONWebKey.self, from: data)
    }

    private static let publicMembers = ["n", "e"]
    private static let allMembers = ["n", "e", "d", "p", "q", "dp", "dq", "qi"]

    @Test(arguments: RSATestKey.large)
    func keysAreRead(key: RSATestKey) throws {
        let publicKey = try key.publicKey()
        for members in [Self.publicMembers, Self.publicMembers + ["d"], Self.allMembers] {
            let webKey = try webKey(key, members)
            #expect(try RSAPublicKey(jsonWebKey: webKey) == publicKey)
            guard members.contains("d") else { continue }
            let privateKey = try RSAPrivateKey(jsonWebKey: webKey)
            #expect(try privateKey == key.privateKey())
            let signature = try privateKey.sign(message: [7], scheme: .pss(.sha256))
            try publicKey.verify(signature, message: [7], scheme: .pss(.sha256))
        }
    }

    private func code(_ body: () throws -> Void) -> KeyFormatError.Code? {
        let error = #expect(throws: KeyFormatError.self) { try body() }
        return error?.code
    }

    @Test func wrongOnesAreRefused() throws {
        let key = RSATestKey.named("rsa2048")
        let changes: [(String, Any)] = [
            ("kty", "EC"), ("n", ""), ("n", "A"), ("n", "AB+D"), ("n", "AQAB="), ("e", "A Q"),
            ("d", "/w"), ("p", "é"), ("qi", "AB"),
        ]
        for (member, value) in changes {
            let webKey = try webKey(key, Self.allMembers) { $0[member] = value }
            #expect(code { _ = try RSAPrivateKey(jsonWebKey: webKey) } == .invalidJSONWebKey)
        }
        // Some of the numbers of the Chinese remainder theorem are not enough.
        for member in Self.allMembers.dropFirst(2) {
            let webKey = try webKey(key, Self.allMembers) { $0[member] = nil }
            #expect(code { _ = try RSAPrivateKey(jsonWebKey: webKey) } == .invalidJSONWebKey)
        }
        let multiPrime = try webKey(key, Self.allMembers) { $0["oth"] = [["r": "AQ"]] }
        #expect(code { _ = try RSAPrivateKey(jsonWebKey: multiPrime) } == .multiPrime)
        let wrong = try webKey(key, Self.allMembers) { $0["dp"] = "AQAB" }
        #expect(
            code { _ = try RSAPrivateKey(jsonWebKey: wrong) } == .invalidKey(.inconsistentCRTParts)
        )
        let withoutModulus = try JSONSerialization.data(withJSONObject: ["kty": "RSA", "e": "AQAB"])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RSAJSONWebKey.self, from: withoutModulus)
        }
    }

    @Test func nothingOfTheKeyIsPrinted() throws {
        let key = RSATestKey.named("rsa2048")
        let webKey = try webKey(key, Self.allMembers)
        var dumped = "\(webKey) \(String(reflecting: webKey))"
        dump(webKey, to: &dumped)
        let text = Data(key.d).base64EncodedString()
        #expect(!dumped.contains(text.prefix(12)))
        #expect(!dumped.contains("AQAB"))
    }
}
