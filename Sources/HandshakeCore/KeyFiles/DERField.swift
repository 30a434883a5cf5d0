// SPDX-License-Identifier: Apache-2.0

package import SwiftASN1

/// One ASN.1 field that swift-asn1 has parsed, with its path, so that every error says where it is.
///
/// A field refers to the bytes it was parsed from; it copies none.
struct DERField {
    let node: ASN1Node
    let place: String

    /// Parses one DER value. Throws for bytes left over, and for BER that is not DER.
    static func parse(
        _ bytes: ArraySlice<UInt8>,
        at place: String
    ) throws(KeyFormatError) -> DERField {
        DERField(node: try reading(place) { try DER.parse(bytes) }, place: place)
    }

    func error(_ code: KeyFormatError.Code, _ reason: String) -> KeyFormatError {
        KeyFormatError(code, at: place, reason)
    }

    /// The fields of a SEQUENCE.
    func sequence() throws(KeyFormatError) -> DERFields {
        guard node.identifier == .sequence, case .constructed(let nodes) = node.content else {
            throw error(.invalidDER, "not a SEQUENCE")
        }
        return DERFields(nodes: nodes.makeIterator(), place: place)
    }

    /// The types of a SEQUENCE's fields, by which a format is told from another.
    func kindsOfFields() throws(KeyFormatError) -> [ASN1Identifier] {
        Array(IteratorSequence(try sequence().nodes)).map(\.identifier)
    }

    /// The one field inside an explicit tag.
    func explicitlyTagged() throws(KeyFormatError) -> DERField {
        guard case .constructed(let nodes) = node.content else {
            throw error(.invalidDER, "an explicit tag without a field in it")
        }
        var fields = DERFields(nodes: nodes.makeIterator(), place: place)
        guard let node = fields.nodes.next() else {
            throw error(.invalidDER, "an explicit tag without a field in it")
        }
        try fields.finish()
        return DERField(node: node, place: place)
    }

    /// A number that is not negative, in big-endian bytes without leading zeros; none for zero.
    func unsignedInteger() throws(KeyFormatError) -> ArraySlice<UInt8> {
        if node.identifier == .integer, case .primitive(let content) = node.content,
            let first = content.first, first & 0x80 != 0
        {
            throw error(.negativeNumber, "a negative number")
        }
        return try reading { try ArraySlice<UInt8>(derEncoded: node) }
    }

    /// A number of few bits, such as a version.
    func smallInteger() throws(KeyFormatError) -> Int {
        try reading { try Int(derEncoded: node) }
    }

    func objectIdentifier() throws(KeyFormatError) -> ASN1ObjectIdentifier {
        try reading { try ASN1ObjectIdentifier(derEncoded: node) }
    }

    func octetString() throws(KeyFormatError) -> ArraySlice<UInt8> {
        try reading { try ASN1OctetString(derEncoded: node).bytes }
    }

    /// The contents of a BIT STRING of whole bytes. `identifier` is its tag where that is implicit.
    func bitString(
        identifier: ASN1Identifier = .bitString
    ) throws(KeyFormatError) -> ArraySlice<UInt8> {
        let string = try reading {
            try ASN1BitString(derEncoded: node, withIdentifier: identifier)
        }
        guard string.paddingBits == 0 else {
            throw error(.invalidDER, "a BIT STRING that is not of whole bytes")
        }
        return string.bytes
    }

    func null() throws(KeyFormatError) {
        _ = try reading { try ASN1Null(derEncoded: node) }
    }

    private func reading<Value>(_ body: () throws -> Value) throws(KeyFormatError) -> Value {
        try Self.reading(place, body)
    }

    /// Turns swift-asn1's errors into ours.
    private static func reading<Value>(
        _ place: String,
        _ body: () throws -> Value
    ) throws(KeyFormatError) -> Value {
        do {
            return try body()
        } catch let error as ASN1Error {
            throw KeyFormatError(.invalidDER, at: place, error.meaning)
        } catch {
            throw KeyFormatError(.invalidDER, at: place, "not DER")
        }
    }
}

/// The fields of a SEQUENCE, one after the other.
struct DERFields {
    fileprivate(set) var nodes: ASN1NodeCollection.Iterator
    let place: String

    /// The next field, which must be there.
    mutating func next(_ name: String) throws(KeyFormatError) -> DERField {
        guard let field = nextIfPresent(name) else {
            throw KeyFormatError(.invalidDER, at: "\(place).\(name)", "missing")
        }
        return field
    }

    /// The next field, or nil at the end.
    mutating func nextIfPresent(_ name: String) -> DERField? {
        nodes.next().map { DERField(node: $0, place: "\(place).\(name)") }
    }

    /// The next field if it has the context-specific tag `tagNumber`.
    mutating func next(tagged tagNumber: UInt, _ name: String) -> DERField? {
        var rest = nodes
        guard let node = rest.next(), node.identifier == .contextSpecific(tagNumber) else {
            return nil
        }
        nodes = rest
        return DERField(node: node, place: "\(place).\(name)")
    }

    /// Throws if a field is left.
    mutating func finish() throws(KeyFormatError) {
        guard nodes.next() == nil else {
            throw KeyFormatError(.invalidDER, at: place, "a field too many")
        }
    }
}

extension ASN1Identifier {
    static func contextSpecific(_ tagNumber: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: tagNumber, tagClass: .contextSpecific)
    }
}

extension ASN1Error {
    /// What the error means; its own description names places in swift-asn1's sources.
    package var meaning: String {
        switch code {
        case .truncatedASN1Field: "truncated"
        case .unexpectedFieldType: "a field of another type than expected"
        case .invalidASN1IntegerEncoding: "an INTEGER that is not encoded as DER wants it"
        case .unsupportedFieldLength: "a length that is not encoded as DER wants it"
        case .invalidStringRepresentation: "a text with characters that its type does not have"
        default: "not DER, or bytes left over"
        }
    }
}
