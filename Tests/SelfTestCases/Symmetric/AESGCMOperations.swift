// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore

/// A text sealed into a buffer of its own, with its tag.
package struct Sealed: Equatable {
    package var ciphertext: [UInt8]
    package var tag: [UInt8]
}

extension AESGCMKey {
    package borrowing func sealDetached(
        _ plaintext: ArraySlice<UInt8>,
        nonce: [UInt8],
        additionalData: ArraySlice<UInt8>
    ) throws -> Sealed {
        var sealed = [UInt8](repeating: 0xa5, count: plaintext.count + 16)
        var bytes = sealed.mutableSpan
        try seal(
            plaintext.span,
            nonce: self.nonce(nonce),
            additionalData: additionalData.span,
            into: &bytes
        )
        return Sealed(
            ciphertext: Array(sealed.dropLast(16)),
            tag: Array(sealed.suffix(16))
        )
    }

    /// Nil where the text is not authentic; then also checks that only zeros are left.
    package borrowing func openDetached(
        _ sealed: Sealed,
        nonce: [UInt8],
        additionalData: ArraySlice<UInt8>
    ) throws -> [UInt8]? {
        var plaintext = [UInt8](repeating: 0xa5, count: sealed.ciphertext.count)
        do throws(AESGCMError) {
            var bytes = plaintext.mutableSpan
            let whole = sealed.ciphertext + sealed.tag
            try open(
                whole.span,
                nonce: self.nonce(nonce),
                additionalData: additionalData.span,
                into: &bytes
            )
        } catch .authenticationFailed {
            guard plaintext.allSatisfy({ $0 == 0 }) else { throw PlaintextLeft() }
            return nil
        }
        return plaintext
    }

    package struct PlaintextLeft: Error {}
}

/// A key of 16 or 32 bytes for tests.
package func testKeyBytes(_ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 * 11 + 3) }
}

/// Calls `body` with a part of an array's own bytes.
package func withPart<Failure: Error>(
    of array: inout [UInt8],
    from start: Int,
    count: Int,
    _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Void
) throws(Failure) {
    try unsafe array.withUnsafeMutableBufferPointer { buffer throws(Failure) in
        var part = unsafe MutableSpan(_unsafeElements: buffer.extracting(start..<start + count))
        try body(&part)
    }
}
