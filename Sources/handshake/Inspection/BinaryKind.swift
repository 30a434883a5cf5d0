// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SwiftASN1

/// What a binary file holds, going by the types of its outer fields.
enum BinaryKind {
    case certificateOrRequest, publicKey, privateKey, pkcs12

    /// `nil` for what is no such file, which may be PEM.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count > 1, bytes[0] == 0x30 else { return nil }
        var copy = bytes.indices.map { bytes[$0] }
        defer {
            var span = copy.mutableSpan
            span.wipe()
        }
        guard let kind = Self.kind(copy) else { return nil }
        self = kind
    }

    /// A function of its own: when it returns nothing else holds the array, which may have a private
    /// key and can then be wiped in place. A shared one would be copied first, and the copy wiped.
    private static func kind(_ bytes: [UInt8]) -> BinaryKind? {
        // PKCS #12 may be BER.
        guard let root = try? BER.parse(bytes), case .constructed(let collection) = root.content
        else { return nil }
        let fields = Array(collection)
        switch fields.map(\.identifier) {
        case [.sequence, .sequence, .bitString]: return .certificateOrRequest
        case [.sequence, .bitString], [.integer, .integer]: return .publicKey
        // An encrypted key's reader says what to do with it.
        case [.sequence, .octetString]: return .privateKey
        case let kinds where kinds.starts(with: [.integer, .sequence]):
            return isPKCS12Version(fields[0]) ? .pkcs12 : .privateKey
        case let kinds where kinds.first == .integer: return .privateKey
        default: return nil
        }
    }

    /// PFX has version 3 (RFC 7292, section 4), private keys 0 or 1.
    private static func isPKCS12Version(_ node: ASN1Node) -> Bool {
        if case .primitive(let bytes) = node.content { bytes.elementsEqual([3]) } else { false }
    }
}
