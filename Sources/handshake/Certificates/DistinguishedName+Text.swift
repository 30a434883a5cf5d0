// SPDX-License-Identifier: Apache-2.0

import SwiftASN1
import X509

extension DistinguishedName {
    /// The name as people read it, the last attribute first (RFC 4514). swift-certificates shows
    /// strings of the older types as numbers.
    var text: String {
        let readable = map { part in
            RelativeDistinguishedName(
                part.map { attribute in
                    var attribute = attribute
                    if let text = attribute.value.olderText {
                        attribute.value = .init(utf8String: text)
                    }
                    return attribute
                }
            )
        }
        return "\(DistinguishedName(readable))"
    }
}

extension RelativeDistinguishedName.Attribute.Value {
    /// The text of a string that is not of the types which swift-certificates reads.
    fileprivate var olderText: String? {
        var serializer = DER.Serializer()
        guard (try? serializer.serialize(ASN1Any(self))) != nil,
            let node = try? DER.parse(serializer.serializedBytes),
            case .primitive(let bytes) = node.content
        else { return nil }
        let scalars: [UInt32]
        switch node.identifier {
        // T.61 in name, Latin-1 in what programs write
        case .teletexString: scalars = bytes.map { UInt32($0) }
        case .bmpString:
            let text = String(decoding: bytes.bigEndian(2).map { UInt16($0) }, as: UTF16.self)
            return text
        case .universalString: scalars = bytes.bigEndian(4)
        default: return nil
        }
        var text = ""
        for scalar in scalars { text.unicodeScalars.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        return text
    }
}

extension ArraySlice<UInt8> {
    /// Numbers of so many bytes each.
    fileprivate func bigEndian(_ byteCount: Int) -> [UInt32] {
        stride(from: startIndex, to: endIndex, by: byteCount).map { start in
            self[start..<Swift.min(start + byteCount, endIndex)].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}
