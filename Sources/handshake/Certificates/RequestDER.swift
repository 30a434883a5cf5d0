// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import SwiftASN1
import X509

/// A certificate request (PKCS #10, RFC 2986) as its sender made it.
///
/// swift-certificates reads it; what that does not take is read here: a request that leaves its
/// empty attributes out, which many programs make and OpenSSL reads, and RSASSA-PSS.
struct RequestDER {
    let request: CertificateSigningRequest
    let extensions: Certificate.Extensions
    /// Whether the request's own key made the signature.
    let isSignatureRight: Bool
    /// Where PSS is, which the `request` does not say.
    let pss: PSSStandIn.Places

    /// Throws ``ToolError`` for a request that cannot be read.
    init(_ bytes: [UInt8]) throws {
        do {
            let fields = try Fields(bytes)
            let standIn = try PSSStandIn(fields.withAttributes())
            request = try CertificateSigningRequest(derEncoded: standIn.bytes)
            extensions = try request.attributes.extensionRequest?.extensions ?? .init()
            pss = standIn.places
            isSignatureRight =
                if pss.isSignature {
                    try fields.isPSSSignatureRight()
                } else {
                    request.publicKey.isValidSignature(
                        fields.signature,
                        for: fields.information.encodedBytes,
                        signatureAlgorithm: request.signatureAlgorithm
                    )
                }
        } catch {
            let reason = CertificateErrorText.of(error) {
                try RSAPublicKey(certificateRequest: bytes)
            }
            throw ToolError("a certificate request that cannot be read: \(reason)")
        }
    }
}

/// CertificationRequest's three fields.
private struct Fields {
    let information: ASN1Node
    let algorithm: ASN1Node
    let signature: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) throws {
        let fields = try Self.fields(of: DER.parse(bytes), count: 3...3)
        information = fields[0]
        algorithm = fields[1]
        signature = try ASN1BitString(derEncoded: fields[2]).bytes
    }

    /// The request with attributes, empty ones if it has none.
    func withAttributes() throws -> [UInt8] {
        // version, subject, subjectPKInfo and, in a request by the letter, [0] attributes
        let fields = try Self.fields(of: information, count: 3...4)
        var serializer = DER.Serializer()
        try serializer.appendConstructedNode(identifier: .sequence) { serializer in
            serializer.appendConstructedNode(identifier: .sequence) { serializer in
                for field in fields { serializer.serialize(field) }
                guard fields.count == 3 else { return }
                let attributes = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
                serializer.appendConstructedNode(identifier: attributes) { _ in }
            }
            serializer.serialize(algorithm)
            try serializer.serialize(ASN1BitString(bytes: signature))
        }
        return serializer.serializedBytes
    }

    /// Whether the key made the signature, which is one of PSS.
    func isPSSSignatureRight() throws -> Bool {
        let keyInformation = try Self.fields(of: information, count: 3...4)[2]
        let keyBits = try Self.fields(of: keyInformation, count: 2...2)[1]
        // The signature's parameters, said of the key, make it take signatures of theirs alone.
        var serializer = DER.Serializer()
        serializer.appendConstructedNode(identifier: .sequence) { serializer in
            serializer.serialize(algorithm)
            serializer.serialize(keyBits)
        }
        let key = try RSAPublicKey(derRepresentation: serializer.serializedBytes)
        guard case .pss(let parameters?) = key.usage else { return false }
        do {
            try key.verify(
                Array(signature),
                message: Array(information.encodedBytes),
                scheme: .pss(
                    parameters.hash,
                    mgf1Hash: parameters.mgf1Hash,
                    saltLength: .bytes(parameters.minimumSaltByteCount)
                )
            )
            return true
        } catch {
            return false
        }
    }

    private static func fields(of node: ASN1Node, count: ClosedRange<Int>) throws -> [ASN1Node] {
        guard case .constructed(let collection) = node.content else { throw wrongFields }
        let fields = Array(collection)
        guard node.identifier == .sequence, count.contains(fields.count) else { throw wrongFields }
        return fields
    }

    private static let wrongFields = ASN1Error.invalidASN1Object(reason: "not PKCS #10")
}
