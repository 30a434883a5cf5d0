public import HandshakeCore

extension TLS12 {
    /// Protects the records of one direction of a connection with AES-GCM (RFC 5246, 6.2.3.3; RFC
    /// 5288, 3).
    ///
    /// Owns the key, the implicit nonce and the sequence number, which is the explicit nonce as
    /// well: no nonce is ever used twice. Sealing allocates nothing. On an error nothing has been
    /// written and no sequence number used up.
    public struct RecordSealer: ~Copyable, Sendable {
        let key: AESGCMKey
        let implicitNonce: UInt32
        var invocations: AESGCMInvocations

        /// How many records are sealed with one key where the caller sets no limit.
        public static var defaultRecordLimit: UInt64 { 1 << 24 }

        /// A sealer for the key and the implicit nonce of a key block.
        ///
        /// - Parameters:
        ///   - key: 16 or 32 bytes, which stay the caller's to wipe.
        ///   - implicitNonce: The 4 bytes that come before each explicit nonce. A nonce is no
        ///     secret.
        ///   - sequenceNumber: The first record's; 0 after a ChangeCipherSpec.
        ///   - recordLimit: How many records may be sealed.
        public init(
            key: Span<UInt8>,
            implicitNonce: Span<UInt8>,
            startingAt sequenceNumber: UInt64 = 0,
            recordLimit: UInt64 = defaultRecordLimit,
            kernel: AESGCMKernel = .best
        ) throws(RecordError) {
            let implicitNonce = try TLS12.recordImplicitNonce(implicitNonce)
            let key = try TLS12.recordKey(key, kernel: kernel)
            self.key = key
            self.implicitNonce = implicitNonce
            invocations = AESGCMInvocations(first: sequenceNumber, limit: recordLimit)
        }

        /// The sequence number of the next record.
        public var sequenceNumber: UInt64 { invocations.next }

        /// How many records may still be sealed.
        public var remainingRecordCount: UInt64 { invocations.left }

        /// Seals `fragment` into the first bytes of `record`. Answers how many: 29 more than the
        /// fragment's, which `record` must have.
        @discardableResult
        public mutating func seal(
            _ fragment: Span<UInt8>,
            contentType: ContentType,
            into record: inout MutableSpan<UInt8>
        ) throws(RecordError) -> Int {
            try check(contentType, fragmentByteCount: fragment.count, room: record.count)
            TLS12.writeRecordHeader(
                contentType,
                fragmentByteCount: fragment.count,
                explicitNonce: invocations.next,
                into: &record,
                at: 0
            )
            key.sealRecord(
                fragment,
                nonce: nonce,
                additionalData: additionalData(contentType, fragment.count),
                into: &record,
                at: RecordHeader.textOffset
            )
            invocations.advance()
            return fragment.count + RecordHeader.overheadByteCount
        }

        /// Seals in place: the fragment of `fragmentByteCount` bytes lies in `buffer` at `start` +
        /// 13, and becomes the record at `start`, whose length, 29 bytes more than the fragment's,
        /// is the answer.
        @discardableResult
        public mutating func sealInPlace(
            in buffer: inout MutableSpan<UInt8>,
            at start: Int = 0,
            fragmentByteCount: Int,
            contentType: ContentType
        ) throws(RecordError) -> Int {
            guard start >= 0 && start <= buffer.count else { throw .noRoom }
            try check(
                contentType,
                fragmentByteCount: fragmentByteCount,
                room: buffer.count - start
            )
            TLS12.writeRecordHeader(
                contentType,
                fragmentByteCount: fragmentByteCount,
                explicitNonce: invocations.next,
                into: &buffer,
                at: start
            )
            let text = start + RecordHeader.textOffset
            key.sealRecordInPlace(
                in: &buffer,
                text: text..<text + fragmentByteCount,
                nonce: nonce,
                additionalData: additionalData(contentType, fragmentByteCount)
            )
            invocations.advance()
            return fragmentByteCount + RecordHeader.overheadByteCount
        }

        @inline(__always)
        private var nonce: AESGCMNonce {
            AESGCMNonce(fixedField: implicitNonce, invocationField: invocations.next)
        }

        @inline(__always)
        private func additionalData(
            _ contentType: ContentType,
            _ fragmentByteCount: Int
        ) -> AESGCMShortAdditionalData {
            TLS12.recordAdditionalData(
                sequenceNumber: invocations.next,
                contentType: contentType,
                fragmentByteCount: fragmentByteCount
            )
        }

        @inline(__always)
        private func check(
            _ contentType: ContentType,
            fragmentByteCount: Int,
            room: Int
        ) throws(RecordError) {
            try TLS12.checkFragment(contentType, fragmentByteCount: fragmentByteCount, room: room)
            guard invocations.left > 0 else { throw invocations.exhaustionTLS12 }
        }
    }

    /// Whether a fragment may be sealed into `room` bytes.
    @inline(__always)
    static func checkFragment(
        _ contentType: ContentType,
        fragmentByteCount: Int,
        room: Int
    ) throws(RecordError) {
        guard fragmentByteCount <= RecordHeader.maximumFragmentByteCount else {
            throw .fragmentTooLong
        }
        guard fragmentByteCount >= 0 && room - RecordHeader.overheadByteCount >= fragmentByteCount
        else { throw .noRoom }
        guard fragmentByteCount > 0 || contentType == .applicationData else { throw .emptyFragment }
    }

    /// Writes a record's header and explicit nonce. There is room for a record at `start`.
    @inline(__always)
    static func writeRecordHeader(
        _ contentType: ContentType,
        fragmentByteCount: Int,
        explicitNonce: UInt64,
        into buffer: inout MutableSpan<UInt8>,
        at start: Int
    ) {
        let contentByteCount =
            RecordHeader.explicitNonceByteCount + fragmentByteCount + AESGCMKey.tagByteCount
        let header = UInt64(contentType.rawValue) << 32 | 0x0303 << 16 | UInt64(contentByteCount)
        let byteCount = RecordHeader.byteCount + RecordHeader.explicitNonceByteCount
        precondition(start >= 0 && buffer.count - byteCount >= start)
        unsafe buffer.withUnsafeMutableBytes { bytes in
            // Two words that overlap, in place of thirteen bytes.
            unsafe bytes.storeBytes(
                of: (header << 24 | explicitNonce >> 40).bigEndian,
                toByteOffset: start,
                as: UInt64.self
            )
            unsafe bytes.storeBytes(
                of: explicitNonce.bigEndian,
                toByteOffset: start + RecordHeader.byteCount,
                as: UInt64.self
            )
        }
    }

    static func recordKey(
        _ key: Span<UInt8>,
        kernel: AESGCMKernel
    ) throws(RecordError) -> AESGCMKey {
        do throws(AESGCMError) {
            return try AESGCMKey(key, kernel: kernel)
        } catch {
            throw error == .kernelNotSupported ? .kernelNotSupported : .keyLength
        }
    }

    static func recordImplicitNonce(_ bytes: Span<UInt8>) throws(RecordError) -> UInt32 {
        guard bytes.count == 4 else { throw .implicitNonceLength }
        var nonce: UInt32 = 0
        for index in bytes.indices { nonce = nonce << 8 | UInt32(bytes[index]) }
        return nonce
    }
}

extension AESGCMInvocations {
    /// What to say when none is left.
    var exhaustionTLS12: TLS12.RecordError {
        endsWithNumbers ? .sequenceNumbersExhausted : .recordLimitReached
    }
}
