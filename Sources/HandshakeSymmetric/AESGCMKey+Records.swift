// What a record layer needs: nonces and headers in registers, the tag after the text. Ranges and
// lengths have been checked by the record layer.
extension AESGCMKey {
    /// Seals `plaintext` into `output` from `start` on; the tag follows.
    package borrowing func sealRecord(
        _ plaintext: Span<UInt8>,
        nonce: AESGCMNonce,
        additionalData: AESGCMShortAdditionalData,
        into output: inout MutableSpan<UInt8>,
        at start: Int
    ) {
        precondition(start >= 0 && output.count - start - Self.tagByteCount >= plaintext.count)
        nonce.withBytes { nonce in
            additionalData.withBytes { additionalData in
                context.seal(
                    plaintext,
                    nonce: nonce,
                    additionalData: additionalData,
                    withTagInto: &output,
                    at: start
                )
            }
        }
    }

    /// Seals `buffer[text]` in place; the tag follows.
    package borrowing func sealRecordInPlace(
        in buffer: inout MutableSpan<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: AESGCMShortAdditionalData
    ) {
        precondition(
            text.lowerBound >= 0 && text.upperBound <= buffer.count - Self.tagByteCount
        )
        nonce.withBytes { nonce in
            additionalData.withBytes { additionalData in
                context.sealWithTagInPlace(
                    in: &buffer,
                    text: text,
                    nonce: nonce,
                    additionalData: additionalData
                )
            }
        }
    }

    /// Opens `record[text]`, which the tag follows, into the first bytes of `plaintext`: true, or
    /// false and zeros.
    package borrowing func openRecord(
        _ record: Span<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: AESGCMShortAdditionalData,
        into plaintext: inout MutableSpan<UInt8>
    ) -> Bool {
        precondition(
            text.lowerBound >= 0 && text.upperBound <= record.count - Self.tagByteCount
                && text.count <= plaintext.count
        )
        return nonce.withBytes { nonce in
            additionalData.withBytes { additionalData in
                context.openWithTag(
                    record,
                    text: text,
                    nonce: nonce,
                    additionalData: additionalData,
                    into: &plaintext
                )
            }
        }
    }

    /// Opens `buffer[text]`, which the tag follows, in place: true, or false and zeros.
    package borrowing func openRecordInPlace(
        in buffer: inout MutableSpan<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: AESGCMShortAdditionalData
    ) -> Bool {
        precondition(
            text.lowerBound >= 0 && text.upperBound <= buffer.count - Self.tagByteCount
        )
        return nonce.withBytes { nonce in
            additionalData.withBytes { additionalData in
                context.openWithTagInPlace(
                    in: &buffer,
                    text: text,
                    nonce: nonce,
                    additionalData: additionalData
                )
            }
        }
    }
}
