// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels

/// Up to sixteen records of one buffer, to be sealed or opened in place by one call of the kernel.
/// A record's tag follows its text. Lives on the stack.
///
/// The texts and tags lie within the buffer and do not overlap: the callers see to that.
@safe package struct AESGCMRecordBatch: ~Copyable {
    static var capacity: Int { Int(HANDSHAKE_AES_GCM_BATCH_CAPACITY) }

    /// How many records were appended.
    private(set) var count = 0
    var isFull: Bool { count == Self.capacity }

    private var scratch = handshake_aes_gcm_batch()

    /// Adds a record for the one key that the batch is sealed or opened with. What it is made of
    /// comes in registers: a structure stored in parts and loaded as a whole would have to wait.
    package mutating func append(
        nonce: AESGCMNonce,
        additionalData: SIMD2<UInt64>,
        additionalDataByteCount: Int,
        text: Range<Int>
    ) {
        withBytes(of: additionalData, byteCount: additionalDataByteCount) { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe append(
                    nonce: nonce,
                    context: nil,
                    additionalData: bytes.baseAddress,
                    additionalDataByteCount: bytes.count,
                    text: text
                )
            }
        }
    }

    /// Adds a record with a key and additional data of its own, which stay where they are until the
    /// batch has been sealed or opened.
    @inline(__always)
    mutating func append(
        nonce: AESGCMNonce,
        context: UnsafeRawPointer,
        additionalData: UnsafeBufferPointer<UInt8>,
        text: Range<Int>
    ) {
        unsafe append(
            nonce: nonce,
            context: context,
            additionalData: additionalData.baseAddress,
            additionalDataByteCount: additionalData.count,
            text: text
        )
    }

    @inline(__always)
    private mutating func append(
        nonce: AESGCMNonce,
        context: UnsafeRawPointer?,
        additionalData: UnsafePointer<UInt8>?,
        additionalDataByteCount: Int,
        text: Range<Int>
    ) {
        precondition(!isFull)
        unsafe handshake_aes_gcm_batch_set(
            &scratch,
            count,
            context,
            nonce.words,
            additionalData,
            additionalDataByteCount,
            text.lowerBound,
            text.count
        )
        count += 1
    }

    /// Seals the records in place and empties the batch. Where a record has no key of its own, it
    /// is `context`'s; all have the kernel of `context`.
    mutating func seal(with context: borrowing AESGCMContext, in buffer: inout MutableSpan<UInt8>) {
        let count = self.count
        unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe withUnsafeMutablePointer(to: &scratch) { scratch in
                unsafe handshake_aes_gcm_batch_resolve(
                    scratch,
                    count,
                    context.pointer,
                    buffer.baseAddress
                )
                unsafe context.sealBatch(scratch, count: count)
            }
        }
        self.count = 0
    }

    /// Opens the records in place and empties the batch. Bit i of the answer: whether record i is
    /// authentic; the text of one that is not becomes zeros.
    mutating func open(
        with context: borrowing AESGCMContext,
        in buffer: inout MutableSpan<UInt8>
    ) -> UInt16 {
        let count = self.count
        self.count = 0
        return unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe withUnsafeMutablePointer(to: &scratch) { scratch in
                unsafe handshake_aes_gcm_batch_resolve(
                    scratch,
                    count,
                    context.pointer,
                    buffer.baseAddress
                )
                return unsafe context.openBatch(scratch, count: count)
            }
        }
    }
}
