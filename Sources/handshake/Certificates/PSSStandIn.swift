// SPDX-License-Identifier: Apache-2.0

import SwiftASN1

/// What DER says of RSASSA-PSS (RFC 4055), which swift-certificates does not read, and a copy of it
/// in which PKCS #1 v1.5 stands in for it, so that swift-certificates reads the rest.
///
/// The copy is for looking at: it is neither what was signed nor what is issued.
struct PSSStandIn {
    /// The id of a key for PSS alone, and of a signature: id-RSASSA-PSS.
    static let identifier: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 1, 10]

    let bytes: [UInt8]
    /// Where it stands in for RSASSA-PSS.
    private(set) var places = Places()

    struct Places {
        var isKey = false
        var isSignature = false
    }

    /// `bytes` are a certificate or a certificate request.
    init(_ bytes: [UInt8]) throws {
        var places = Places()
        var serializer = DER.Serializer()
        let root = try DER.parse(bytes)
        try Self.write(root, isKey: false, &places, into: &serializer)
        self.bytes = serializer.serializedBytes
        self.places = places
    }

    /// Writes a field. `isKey` says whether it is the algorithm of a key, not of a signature.
    private static func write(
        _ node: ASN1Node,
        isKey: Bool,
        _ places: inout Places,
        into serializer: inout DER.Serializer
    ) throws {
        guard case .constructed(let collection) = node.content else {
            serializer.serialize(node)
            return
        }
        let fields = Array(collection)
        if node.identifier == .sequence, let first = fields.first,
            (try? ASN1ObjectIdentifier(derEncoded: first)) == identifier
        {
            if isKey { places.isKey = true } else { places.isSignature = true }
            try serializer.appendConstructedNode(identifier: .sequence) { serializer in
                try serializer.serialize(isKey ? rsaEncryption : sha256WithRSAEncryption)
                try serializer.serialize(ASN1Null())
            }
            return
        }
        // A SubjectPublicKeyInfo, and nothing else in there, is made of these two.
        let isKeyInformation = fields.map(\.identifier) == [.sequence, .bitString]
        try serializer.appendConstructedNode(identifier: node.identifier) { serializer in
            for field in fields {
                try write(field, isKey: isKeyInformation, &places, into: &serializer)
            }
        }
    }

    private static let rsaEncryption: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 1, 1]
    private static let sha256WithRSAEncryption: ASN1ObjectIdentifier = [
        1, 2, 840, 113_549, 1, 1, 11,
    ]
}
