// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels

/// A prepared key with its kernel. Owns the memory and wipes it.
///
/// Where Swift meets the C kernels: spans become pointers here and nowhere else. Lengths and ranges
/// have been checked by the callers.
@safe struct AESGCMContext: ~Copyable, @unchecked Sendable {
    private let memory: UnsafeMutableRawPointer
    /// Its descriptor by its address: a key of two words is handed on in registers.
    let kernel: AESGCMKernel

    static var tagByteCount: Int { Int(HANDSHAKE_AES_GCM_TAG_BYTE_COUNT) }

    /// `key` has 16 or 32 bytes.
    init(key: Span<UInt8>, kernel: AESGCMKernel) {
        let descriptor = unsafe kernel.descriptor
        unsafe memory = .allocate(
            byteCount: descriptor.pointee.context_byte_count,
            alignment: Int(HANDSHAKE_AES_GCM_CONTEXT_ALIGNMENT)
        )
        self.kernel = kernel
        unsafe key.withUnsafeBufferPointer { [memory] key in
            unsafe descriptor.pointee.prepare(memory, key.baseAddress, key.count)
        }
    }

    deinit {
        unsafe handshake_wipe(memory, kernel.descriptor.pointee.context_byte_count)
        unsafe memory.deallocate()
    }

    /// The nonce that these bytes, at least one and not twelve, are for this key.
    borrowing func hashNonce(_ bytes: Span<UInt8>) -> AESGCMNonce {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            let hashNonce = unsafe kernel.descriptor.pointee.hash_nonce
            return AESGCMNonce(words: unsafe hashNonce(memory, bytes.baseAddress, bytes.count))
        }
    }

    /// Seals `plaintext` into `output` from `start` on; the tag follows.
    @inline(__always)
    borrowing func seal(
        _ plaintext: Span<UInt8>,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8>,
        withTagInto output: inout MutableSpan<UInt8>,
        at start: Int
    ) {
        unsafe plaintext.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                let output = unsafe output.baseAddress! + start
                unsafe seal(
                    input.baseAddress,
                    to: output,
                    byteCount: input.count,
                    tag: output + input.count,
                    nonce: nonce,
                    additionalData: additionalData
                )
            }
        }
    }

    /// Seals `buffer[text]` in place; the tag follows.
    @inline(__always)
    borrowing func sealWithTagInPlace(
        in buffer: inout MutableSpan<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8>
    ) {
        unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            let bytes = unsafe buffer.baseAddress! + text.lowerBound
            unsafe seal(
                UnsafePointer(bytes),
                to: bytes,
                byteCount: text.count,
                tag: bytes + text.count,
                nonce: nonce,
                additionalData: additionalData
            )
        }
    }

    /// Opens `sealed[text]`, which the tag follows, into the first bytes of `plaintext`: true, or
    /// false and zeros.
    @inline(__always)
    borrowing func openWithTag(
        _ sealed: Span<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8>,
        into plaintext: inout MutableSpan<UInt8>
    ) -> Bool {
        unsafe sealed.withUnsafeBufferPointer { sealed in
            unsafe plaintext.withUnsafeMutableBufferPointer { output in
                let input = unsafe sealed.baseAddress! + text.lowerBound
                return unsafe open(
                    input,
                    to: output.baseAddress,
                    byteCount: text.count,
                    tag: input + text.count,
                    nonce: nonce,
                    additionalData: additionalData
                )
            }
        }
    }

    /// Opens `buffer[text]`, which the tag follows, in place: true, or false and zeros.
    @inline(__always)
    borrowing func openWithTagInPlace(
        in buffer: inout MutableSpan<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8>
    ) -> Bool {
        unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            let bytes = unsafe buffer.baseAddress! + text.lowerBound
            return unsafe open(
                UnsafePointer(bytes),
                to: bytes,
                byteCount: text.count,
                tag: UnsafePointer(bytes + text.count),
                nonce: nonce,
                additionalData: additionalData
            )
        }
    }

    /// The first `count` records of a batch, all of this context's kernel.
    @inline(__always)
    borrowing func sealBatch(_ batch: UnsafeMutablePointer<handshake_aes_gcm_batch>, count: Int) {
        unsafe kernel.descriptor.pointee.seal_batch(handshake_aes_gcm_batch_records(batch), count)
    }

    /// The first `count` records of a batch, all of this context's kernel. Bit i of the answer:
    /// whether record i is authentic.
    @inline(__always)
    borrowing func openBatch(
        _ batch: UnsafeMutablePointer<handshake_aes_gcm_batch>,
        count: Int
    ) -> UInt16 {
        let ok = unsafe handshake_aes_gcm_batch_ok(batch)!
        let records = unsafe handshake_aes_gcm_batch_records(batch)
        unsafe kernel.descriptor.pointee.open_batch(records, count, ok)
        var authentic: UInt16 = 0
        for index in 0..<count { unsafe authentic |= UInt16(ok[index]) << index }
        return authentic
    }

    /// For the records of a batch.
    @inline(__always)
    var pointer: UnsafeRawPointer { unsafe UnsafeRawPointer(memory) }

    @inline(__always)
    private borrowing func seal(
        _ input: UnsafePointer<UInt8>?,
        to output: UnsafeMutablePointer<UInt8>?,
        byteCount: Int,
        tag: UnsafeMutablePointer<UInt8>?,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8>
    ) {
        unsafe additionalData.withUnsafeBufferPointer { additionalData in
            unsafe kernel.descriptor.pointee.seal(
                memory,
                nonce.words,
                additionalData.baseAddress,
                additionalData.count,
                input,
                output,
                byteCount,
                tag
            )
        }
    }

    @inline(__always)
    private borrowing func open(
        _ input: UnsafePointer<UInt8>?,
        to output: UnsafeMutablePointer<UInt8>?,
        byteCount: Int,
        tag: UnsafePointer<UInt8>?,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8>
    ) -> Bool {
        unsafe additionalData.withUnsafeBufferPointer { additionalData in
            unsafe kernel.descriptor.pointee.open(
                memory,
                nonce.words,
                additionalData.baseAddress,
                additionalData.count,
                input,
                output,
                byteCount,
                tag
            ) == 1
        }
    }
}

/// Calls `body` with the first `byteCount` bytes of `words`, which are in memory order.
@inline(__always)
func withBytes<Result>(
    of words: SIMD2<UInt64>,
    byteCount: Int,
    _ body: (Span<UInt8>) -> Result
) -> Result {
    unsafe withUnsafeBytes(of: words) { bytes in
        unsafe body(
            Span(_unsafeElements: bytes.bindMemory(to: UInt8.self).extracting(0..<byteCount))
        )
    }
}

/// Copies `bytes` to `buffer` from `start` on; there is room for them, and the two are disjoint.
package func copyBytes(
    _ bytes: Span<UInt8>,
    into buffer: inout MutableSpan<UInt8>,
    at start: Int
) {
    precondition(start >= 0 && start <= buffer.count && bytes.count <= buffer.count - start)
    unsafe buffer.withUnsafeMutableBytes { buffer in
        unsafe bytes.withUnsafeBytes { bytes in
            let place = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
            unsafe place.copyMemory(from: bytes)
        }
    }
}
