internal import CHandshakeKernels

/// Up to sixteen records of one buffer, to be sealed or opened in place by one call of the kernel.
/// A record's tag follows its text. Lives on the stack.
///
/// The texts and tags lie within the buffer and do not overlap: the callers see to that.
@safe package struct AESGCMRecordBatch: ~Copyable {
    package static var capacity: Int { Int(HANDSHAKE_AES_GCM_BATCH_CAPACITY) }

    /// How many records were appended.
    package private(set) var count = 0
    package var isFull: Bool { count == Self.capacity }

    private var scratch = handshake_aes_gcm_batch()

    package init() {}

    /// Adds a record for the one key of ``seal(with:in:)`` or ``open(with:in:)``.
    @inline(__always)
    package mutating func append(
        nonce: AESGCMNonce,
        additionalData: AESGCMShortAdditionalData,
        text: Range<Int>
    ) {
        let place = 16 * count
        unsafe withUnsafeMutableBytes(of: &scratch.nonces) {
            unsafe $0.storeBytes(of: nonce.words, toByteOffset: place, as: SIMD2<UInt64>.self)
        }
        unsafe withUnsafeMutableBytes(of: &scratch.additional_data) {
            unsafe $0.storeBytes(
                of: additionalData.words,
                toByteOffset: place,
                as: SIMD2<UInt64>.self
            )
        }
        unsafe append(
            text: text,
            context: nil,
            additionalData: nil,
            additionalDataByteCount: additionalData.byteCount
        )
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
        let place = 16 * count
        unsafe withUnsafeMutableBytes(of: &scratch.nonces) {
            unsafe $0.storeBytes(of: nonce.words, toByteOffset: place, as: SIMD2<UInt64>.self)
        }
        unsafe append(
            text: text,
            context: context,
            additionalData: additionalData.baseAddress,
            additionalDataByteCount: additionalData.count
        )
    }

    @inline(__always)
    private mutating func append(
        text: Range<Int>,
        context: UnsafeRawPointer?,
        additionalData: UnsafePointer<UInt8>?,
        additionalDataByteCount: Int
    ) {
        precondition(!isFull)
        let index = count
        unsafe withUnsafeMutablePointer(to: &scratch) { scratch in
            unsafe Self.offsets(scratch)[index] = text.lowerBound
            unsafe Self.records(scratch)[index] = handshake_aes_gcm_record(
                context: context,
                nonce: nil,
                aad: additionalData,
                aad_byte_count: additionalDataByteCount,
                in: nil,
                out: nil,
                byte_count: text.count,
                tag: nil
            )
        }
        count += 1
    }

    /// Seals the records in place and empties the batch. Where a record has no key of its own, it
    /// is `context`'s; all have the kernel of `context`.
    mutating func seal(with context: borrowing AESGCMContext, in buffer: inout MutableSpan<UInt8>) {
        let count = self.count
        unsafe withUnsafeMutablePointer(to: &scratch) { scratch in
            unsafe buffer.withUnsafeMutableBufferPointer { buffer in
                unsafe Self.resolve(scratch, count: count, context: context, buffer: buffer)
                unsafe context.sealBatch(
                    UnsafeBufferPointer(start: Self.records(scratch), count: count)
                )
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
        let authentic = unsafe withUnsafeMutablePointer(to: &scratch) { scratch in
            unsafe buffer.withUnsafeMutableBufferPointer { buffer in
                unsafe Self.resolve(scratch, count: count, context: context, buffer: buffer)
                let ok = unsafe UnsafeMutableRawPointer(scratch)
                    .advanced(by: MemoryLayout<handshake_aes_gcm_batch>.offset(of: \.ok)!)
                    .assumingMemoryBound(to: UInt8.self)
                unsafe context.openBatch(
                    UnsafeBufferPointer(start: Self.records(scratch), count: count),
                    ok: ok
                )
                var authentic: UInt16 = 0
                for index in 0..<count { unsafe authentic |= UInt16(ok[index]) << index }
                return authentic
            }
        }
        self.count = 0
        return authentic
    }

    /// ``seal(with:in:)`` with a key.
    package mutating func seal(
        with key: borrowing AESGCMKey,
        in buffer: inout MutableSpan<UInt8>
    ) {
        seal(with: key.context, in: &buffer)
    }

    /// ``open(with:in:)`` with a key.
    package mutating func open(
        with key: borrowing AESGCMKey,
        in buffer: inout MutableSpan<UInt8>
    ) -> UInt16 {
        open(with: key.context, in: &buffer)
    }

    private static func records(
        _ scratch: UnsafeMutablePointer<handshake_aes_gcm_batch>
    ) -> UnsafeMutablePointer<handshake_aes_gcm_record> {
        // The first member.
        unsafe UnsafeMutableRawPointer(scratch)
            .assumingMemoryBound(to: handshake_aes_gcm_record.self)
    }

    private static func offsets(
        _ scratch: UnsafeMutablePointer<handshake_aes_gcm_batch>
    ) -> UnsafeMutablePointer<Int> {
        unsafe UnsafeMutableRawPointer(scratch)
            .advanced(by: MemoryLayout<handshake_aes_gcm_batch>.offset(of: \.text_offsets)!)
            .assumingMemoryBound(to: Int.self)
    }

    /// The pointers into the buffer and into the batch itself, which may have moved until now.
    private static func resolve(
        _ scratch: UnsafeMutablePointer<handshake_aes_gcm_batch>,
        count: Int,
        context: borrowing AESGCMContext,
        buffer: UnsafeMutableBufferPointer<UInt8>
    ) {
        let records = unsafe records(scratch)
        let offsets = unsafe offsets(scratch)
        let nonces = unsafe UnsafeRawPointer(scratch)
            .advanced(by: MemoryLayout<handshake_aes_gcm_batch>.offset(of: \.nonces)!)
            .assumingMemoryBound(to: UInt8.self)
        let additionalData = unsafe UnsafeRawPointer(scratch)
            .advanced(by: MemoryLayout<handshake_aes_gcm_batch>.offset(of: \.additional_data)!)
            .assumingMemoryBound(to: UInt8.self)
        for index in 0..<count {
            let text = unsafe buffer.baseAddress! + offsets[index]
            unsafe records[index].nonce = nonces + 16 * index
            unsafe records[index].in = UnsafePointer(text)
            unsafe records[index].out = text
            unsafe records[index].tag = text + records[index].byte_count
            if unsafe records[index].context == nil {
                unsafe records[index].context = context.pointer
                unsafe records[index].aad = additionalData + 16 * index
            }
        }
    }
}
