public import HandshakeCore

extension TLS13 {
    /// Protects the records of one direction of a connection with AES-GCM (RFC 8446, 5.2).
    ///
    /// Owns the key, the initialization vector and the sequence number: no nonce is ever used
    /// twice. A key update makes a new sealer. Sealing allocates nothing. On an error nothing has
    /// been written and no sequence number used up.
    public struct RecordSealer: ~Copyable, Sendable {
        let key: AESGCMKey
        let initializationVector: AESGCMNonce
        var invocations: AESGCMInvocations

        /// How many records are sealed with one key where the caller sets no limit; RFC 8446, 5.5
        /// allows 2^24.5 of full size.
        public static var defaultRecordLimit: UInt64 { 1 << 24 }

        /// A sealer for a traffic key and its initialization vector (RFC 8446, 7.3).
        ///
        /// - Parameters:
        ///   - key: 16 or 32 bytes, which stay the caller's to wipe.
        ///   - initializationVector: 12 bytes, for the nonces. A nonce is no secret.
        ///   - sequenceNumber: The first record's; 0 with every new key.
        ///   - recordLimit: How many records may be sealed.
        public init(
            key: Span<UInt8>,
            initializationVector: Span<UInt8>,
            startingAt sequenceNumber: UInt64 = 0,
            recordLimit: UInt64 = defaultRecordLimit,
            kernel: AESGCMKernel = .best
        ) throws(RecordError) {
            let initializationVector = try TLS13.recordInitializationVector(initializationVector)
            let key = try TLS13.recordKey(key, kernel: kernel)
            self.key = key
            self.initializationVector = initializationVector
            invocations = AESGCMInvocations(first: sequenceNumber, limit: recordLimit)
        }

        /// The sequence number of the next record.
        public var sequenceNumber: UInt64 { invocations.next }

        /// Seals `content` into the first bytes of `record`, with `paddingByteCount` zeros that
        /// hide its length. Answers how many: 22 more than the content's and the padding's, which
        /// `record` must have.
        @discardableResult
        public mutating func seal(
            _ content: Span<UInt8>,
            contentType: ContentType,
            paddingByteCount: Int = 0,
            into record: inout MutableSpan<UInt8>
        ) throws(RecordError) -> Int {
            try check(contentType, content.count, paddingByteCount, room: record.count)
            // The kernels seal one piece: the content goes to where its type and padding follow.
            copyBytes(content, into: &record, at: RecordHeader.byteCount)
            return try sealInPlace(
                in: &record,
                contentByteCount: content.count,
                contentType: contentType,
                paddingByteCount: paddingByteCount
            )
        }

        /// Seals in place: the content of `contentByteCount` bytes lies in `buffer` at `start` + 5,
        /// and becomes the record at `start`, whose length, 22 bytes more than the content's and
        /// the padding's, is the answer.
        @discardableResult
        public mutating func sealInPlace(
            in buffer: inout MutableSpan<UInt8>,
            at start: Int = 0,
            contentByteCount: Int,
            contentType: ContentType,
            paddingByteCount: Int = 0
        ) throws(RecordError) -> Int {
            guard start >= 0 && start <= buffer.count else { throw .noRoom }
            let room = buffer.count - start
            try check(contentType, contentByteCount, paddingByteCount, room: room)
            let header = TLS13.writeRecord(
                contentType,
                contentByteCount: contentByteCount,
                paddingByteCount: paddingByteCount,
                into: &buffer,
                at: start
            )
            let text = start + RecordHeader.byteCount
            key.sealRecordInPlace(
                in: &buffer,
                text: text..<text + header.innerByteCount,
                nonce: initializationVector.combined(with: invocations.next),
                additionalData: header.additionalData
            )
            invocations.advance()
            return header.recordByteCount
        }

        @inline(__always)
        private func check(
            _ contentType: ContentType,
            _ contentByteCount: Int,
            _ paddingByteCount: Int,
            room: Int
        ) throws(RecordError) {
            try TLS13.checkContent(
                contentType,
                contentByteCount: contentByteCount,
                paddingByteCount: paddingByteCount,
                room: room
            )
            guard invocations.left > 0 else { throw invocations.exhaustionTLS13 }
        }
    }

    /// Whether content may be sealed into `room` bytes.
    @inline(__always)
    static func checkContent(
        _ contentType: ContentType,
        contentByteCount: Int,
        paddingByteCount: Int,
        room: Int
    ) throws(RecordError) {
        let maximum = RecordHeader.maximumContentByteCount
        guard contentByteCount >= 0 && paddingByteCount >= 0 else { throw .noRoom }
        guard contentByteCount <= maximum && paddingByteCount <= maximum - contentByteCount else {
            throw .contentTooLong
        }
        guard room - RecordHeader.overheadByteCount >= contentByteCount + paddingByteCount else {
            throw .noRoom
        }
        guard contentByteCount > 0 || contentType == .applicationData else { throw .emptyContent }
    }

    /// Writes what stands around the content of a record at `start`: the header, the content's type
    /// and the padding. There is room for the record.
    @inline(__always)
    static func writeRecord(
        _ contentType: ContentType,
        contentByteCount: Int,
        paddingByteCount: Int,
        into buffer: inout MutableSpan<UInt8>,
        at start: Int
    ) -> RecordHeader {
        let header = RecordHeader(innerByteCount: contentByteCount + 1 + paddingByteCount)
        header.write(to: &buffer, at: start)
        let end = start + RecordHeader.byteCount + contentByteCount
        buffer[end] = contentType.rawValue
        for index in 0..<paddingByteCount { buffer[end + 1 + index] = 0 }
        return header
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

    static func recordInitializationVector(_ bytes: Span<UInt8>) throws(RecordError) -> AESGCMNonce
    {
        do throws(AESGCMError) {
            return try AESGCMNonce(bytes)
        } catch {
            throw .initializationVectorLength
        }
    }
}

extension AESGCMInvocations {
    /// What to say when none is left.
    var exhaustionTLS13: TLS13.RecordError {
        endsWithNumbers ? .sequenceNumbersExhausted : .recordLimitReached
    }
}
