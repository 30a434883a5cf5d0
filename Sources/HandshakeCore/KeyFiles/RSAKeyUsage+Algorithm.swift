// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// A key's AlgorithmIdentifier (RFC 5280, 4.1.1.2): rsaEncryption, whose parameters are NULL
/// (RFC 3279, 2.3.1), for every use; id-RSASSA-PSS (RFC 4055, 3.1) for PSS. Some leave the NULL
/// out, which OpenSSL, AWS-LC and pyca/cryptography read.
extension RSAKeyUsage {
    init(algorithm field: DERField) throws(KeyFormatError) {
        var fields = try field.sequence()
        let algorithm = try fields.next("algorithm")
        let parameters = fields.nextIfPresent("parameters")
        try fields.finish()
        let identifier = try algorithm.objectIdentifier()
        switch identifier {
        case .AlgorithmIdentifier.rsaEncryption:
            try parameters?.requireNull()
            self = .unrestricted
        case .AlgorithmIdentifier.rsaPSS:
            guard let parameters else {
                self = .pss(nil)
                return
            }
            self = .pss(try RSAPSSParameters(parameters))
        default:
            // Not the number, which in a damaged file may be a piece of the key.
            let name = otherAlgorithms[identifier] ?? "an algorithm that this library does not know"
            throw algorithm.error(.notAnRSAKey, "a key for \(name), not for RSA")
        }
    }

    func serializeAlgorithm(into serializer: inout DER.Serializer) throws {
        try serializer.appendConstructedNode(identifier: .sequence) { serializer in
            switch self {
            case .unrestricted:
                try serializer.serialize(ASN1ObjectIdentifier.AlgorithmIdentifier.rsaEncryption)
                try serializer.serialize(ASN1Null())
            case .pss(let parameters):
                try serializer.serialize(ASN1ObjectIdentifier.AlgorithmIdentifier.rsaPSS)
                try parameters?.serialize(into: &serializer)
            }
        }
    }
}

extension DERField {
    fileprivate func requireNull() throws(KeyFormatError) {
        do {
            try null()
        } catch {
            throw self.error(.unsupportedParameters, "rsaEncryption's parameters are not NULL")
        }
    }
}

/// What a key is for, if it is not for RSA as this library has it.
private let otherAlgorithms: [ASN1ObjectIdentifier: String] = [
    [1, 2, 840, 113_549, 1, 1, 7]: "RSAES-OAEP alone (id-RSAES-OAEP)",
    [1, 2, 840, 113_549, 1, 3, 1]: "Diffie-Hellman",
    [1, 2, 840, 10_040, 4, 1]: "DSA",
    [1, 2, 840, 10_045, 2, 1]: "elliptic curves (id-ecPublicKey)",
    [1, 3, 101, 110]: "X25519",
    [1, 3, 101, 111]: "X448",
    [1, 3, 101, 112]: "Ed25519",
    [1, 3, 101, 113]: "Ed448",
    [2, 16, 840, 1, 101, 3, 4, 3, 17]: "ML-DSA-44",
    [2, 16, 840, 1, 101, 3, 4, 3, 18]: "ML-DSA-65",
    [2, 16, 840, 1, 101, 3, 4, 3, 19]: "ML-DSA-87",
]
