// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// The DER that `body` writes, in a buffer that is the caller's alone, so that it can be wiped.
func derBytes(_ body: (inout DER.Serializer) throws -> Void) -> [UInt8] {
    var serializer = DER.Serializer()
    do {
        try body(&serializer)
    } catch {
        // Only a type's own `serialize` throws, and none of those used here does.
        preconditionFailure("DER serialization failed: \(error)")
    }
    return serializer.serializedBytes
}

extension DER.Serializer {
    /// Writes a small number and makes room for `byteCount` bytes after it, so that what follows
    /// never moves the buffer, which would leave a copy of secrets behind.
    mutating func serialize(version: UInt8, reservingCapacity byteCount: Int) {
        appendPrimitiveNode(identifier: .integer) { bytes in
            bytes.reserveCapacity(bytes.count + byteCount)
            bytes.append(version)
        }
    }

    /// Writes a secret number as an INTEGER.
    mutating func serialize(secret: borrowing SecretBytes) throws {
        var number = secret.withBytes { $0.array() }
        defer { number.wipe() }
        try serialize(number[...])
    }
}

extension Span<UInt8> {
    func array() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in indices { bytes.append(self[index]) }
        return bytes
    }
}
