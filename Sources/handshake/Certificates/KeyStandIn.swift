// SPDX-License-Identifier: Apache-2.0

import Crypto
import SwiftASN1
import X509

/// A copy of a certificate in which another key stands in for one that swift-certificates does not
/// read, such as a short RSA key, so that it reads the rest. It is for looking at alone.
enum KeyStandIn {
    /// Throws what SwiftASN1 throws for what is no certificate in DER.
    static func bytes(_ certificate: [UInt8]) throws -> [UInt8] {
        let key = Certificate.PublicKey(P256.Signing.PrivateKey().publicKey)
        var serializer = DER.Serializer()
        let fields = try children(of: DER.parse(certificate))
        try serializer.appendConstructedNode(identifier: .sequence) { serializer in
            for (index, field) in fields.enumerated() {
                // What is signed stands first (RFC 5280, section 4.1).
                guard index == 0 else {
                    serializer.serialize(field)
                    continue
                }
                let signedFields = try children(of: field)
                try serializer.appendConstructedNode(identifier: .sequence) { serializer in
                    for field in signedFields {
                        if isKeyInformation(field) {
                            try serializer.serialize(key)
                        } else {
                            serializer.serialize(field)
                        }
                    }
                }
            }
        }
        return serializer.serializedBytes
    }

    private static func children(of node: ASN1Node) throws -> [ASN1Node] {
        guard case .constructed(let collection) = node.content else {
            throw ASN1Error.unexpectedFieldType(node.identifier)
        }
        return Array(collection)
    }

    /// A SubjectPublicKeyInfo, and nothing else in there, is made of these two.
    private static func isKeyInformation(_ node: ASN1Node) -> Bool {
        guard case .constructed(let collection) = node.content else { return false }
        return collection.map(\.identifier) == [.sequence, .bitString]
    }
}
