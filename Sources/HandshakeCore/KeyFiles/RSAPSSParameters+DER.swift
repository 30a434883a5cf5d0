// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// RSASSA-PSS-params (RFC 4055, 3.1).
///
///     SEQUENCE {
///         hashAlgorithm    [0] HashAlgorithm     DEFAULT sha1Identifier,
///         maskGenAlgorithm [1] MaskGenAlgorithm  DEFAULT mgf1SHA1Identifier,
///         saltLength       [2] INTEGER           DEFAULT 20,
///         trailerField     [3] INTEGER           DEFAULT 1 }
///
/// DER leaves out a field that has its default.
extension RSAPSSParameters {
    private static var defaultHash: HashAlgorithm { .sha1 }
    private static var defaultSaltByteCount: Int { 20 }

    init(_ field: DERField) throws(KeyFormatError) {
        var fields = try field.sequence()
        var hash = Self.defaultHash
        if let hashField = fields.next(tagged: 0, "hashAlgorithm") {
            hash = try HashAlgorithm(try hashField.explicitlyTagged())
            try hashField.refuseDefault(hash == Self.defaultHash)
        }
        var mgf1Hash = Self.defaultHash
        if let maskField = fields.next(tagged: 1, "maskGenAlgorithm") {
            mgf1Hash = try HashAlgorithm(maskGeneration: try maskField.explicitlyTagged())
            try maskField.refuseDefault(mgf1Hash == Self.defaultHash)
        }
        var saltByteCount = Self.defaultSaltByteCount
        if let saltField = fields.next(tagged: 2, "saltLength") {
            saltByteCount = try saltField.explicitlyTagged().smallInteger()
            try saltField.refuseDefault(saltByteCount == Self.defaultSaltByteCount)
            guard saltByteCount >= 0 else { throw saltField.error(.negativeNumber, "negative") }
        }
        if let trailerField = fields.next(tagged: 3, "trailerField") {
            // trailerFieldBC(1), the only one, is the default.
            try trailerField.refuseDefault(try trailerField.explicitlyTagged().smallInteger() == 1)
            throw trailerField.error(.unsupportedParameters, "not trailerFieldBC(1)")
        }
        try fields.finish()
        self.init(hash: hash, mgf1Hash: mgf1Hash, minimumSaltByteCount: saltByteCount)
    }

    func serialize(into serializer: inout DER.Serializer) throws {
        try serializer.appendConstructedNode(identifier: .sequence) { serializer in
            if hash != Self.defaultHash {
                try serializer.serialize(
                    explicitlyTaggedWithTagNumber: 0,
                    tagClass: .contextSpecific
                ) {
                    try hash.serialize(into: &$0)
                }
            }
            if mgf1Hash != Self.defaultHash {
                try serializer.serialize(
                    explicitlyTaggedWithTagNumber: 1,
                    tagClass: .contextSpecific
                ) {
                    try mgf1Hash.serializeMaskGeneration(into: &$0)
                }
            }
            if minimumSaltByteCount != Self.defaultSaltByteCount {
                try serializer.serialize(
                    minimumSaltByteCount,
                    explicitlyTaggedWithTagNumber: 2,
                    tagClass: .contextSpecific
                )
            }
        }
    }
}

extension DERField {
    fileprivate func refuseDefault(_ isDefault: Bool) throws(KeyFormatError) {
        guard !isDefault else { throw error(.invalidDER, "a default that DER leaves out") }
    }
}

extension HashAlgorithm {
    private static let maskGenerationIdentifier: ASN1ObjectIdentifier = [
        1, 2, 840, 113_549, 1, 1, 8,
    ]

    private var objectIdentifier: ASN1ObjectIdentifier {
        switch self {
        case .sha1: [1, 3, 14, 3, 2, 26]
        case .sha224: [2, 16, 840, 1, 101, 3, 4, 2, 4]
        case .sha256: [2, 16, 840, 1, 101, 3, 4, 2, 1]
        case .sha384: [2, 16, 840, 1, 101, 3, 4, 2, 2]
        case .sha512: [2, 16, 840, 1, 101, 3, 4, 2, 3]
        }
    }

    /// An AlgorithmIdentifier of a hash. Its parameters are NULL or left out (RFC 4055, 2.1).
    fileprivate init(_ field: DERField) throws(KeyFormatError) {
        var fields = try field.sequence()
        let algorithm = try fields.next("algorithm")
        let identifier = try algorithm.objectIdentifier()
        try fields.nextIfPresent("parameters")?.null()
        try fields.finish()
        guard let hash = Self.allCases.first(where: { $0.objectIdentifier == identifier }) else {
            throw algorithm.error(
                .unsupportedParameters,
                "a hash function that this library does not have"
            )
        }
        self = hash
    }

    /// An AlgorithmIdentifier of MGF1 with a hash (RFC 4055, 2.2).
    fileprivate init(maskGeneration field: DERField) throws(KeyFormatError) {
        var fields = try field.sequence()
        let algorithm = try fields.next("algorithm")
        let identifier = try algorithm.objectIdentifier()
        guard identifier == Self.maskGenerationIdentifier else {
            throw algorithm.error(
                .unsupportedParameters,
                "a mask generation function other than MGF1"
            )
        }
        try self.init(try fields.next("parameters"))
        try fields.finish()
    }

    fileprivate func serialize(into serializer: inout DER.Serializer) throws {
        try serializer.appendConstructedNode(identifier: .sequence) { serializer in
            try serializer.serialize(objectIdentifier)
            try serializer.serialize(ASN1Null())
        }
    }

    fileprivate func serializeMaskGeneration(into serializer: inout DER.Serializer) throws {
        try serializer.appendConstructedNode(identifier: .sequence) { serializer in
            try serializer.serialize(Self.maskGenerationIdentifier)
            try serialize(into: &serializer)
        }
    }
}
