// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS

extension TLS13Tests {
    /// The kernels that this machine can run.
    static let supportedKernels = AESGCMKernel.supported

    static let recordKeyBytes = [UInt8](0..<16)
    static let recordNonceBytes = [UInt8](0x80..<0x8c)

    static func makeSealer(
        startingAt sequenceNumber: UInt64 = 0,
        recordLimit: UInt64 = TLS13.RecordSealer.defaultRecordLimit,
        kernel: AESGCMKernel = .best
    ) throws(RecordError) -> TLS13.RecordSealer {
        try TLS13.RecordSealer(
            key: recordKeyBytes.span,
            initializationVector: recordNonceBytes.span,
            startingAt: sequenceNumber,
            recordLimit: recordLimit,
            kernel: kernel
        )
    }

    static func makeOpener(
        startingAt sequenceNumber: UInt64 = 0,
        recordLimit: UInt64 = TLS13.RecordSealer.defaultRecordLimit,
        kernel: AESGCMKernel = .best
    ) throws(RecordError) -> TLS13.RecordOpener {
        try TLS13.RecordOpener(
            key: recordKeyBytes.span,
            initializationVector: recordNonceBytes.span,
            startingAt: sequenceNumber,
            recordLimit: recordLimit,
            kernel: kernel
        )
    }
}

extension TLS13.RecordSealer {
    /// The record of a content, in an array of its own.
    mutating func record(
        _ content: [UInt8],
        _ contentType: ContentType = .applicationData,
        paddingByteCount: Int = 0
    ) throws(RecordError) -> [UInt8] {
        let overhead = TLS13.recordLayout.overheadByteCount + paddingByteCount
        var record = [UInt8](repeating: 0, count: content.count + overhead)
        var bytes = record.mutableSpan
        let count = try seal(
            content.span,
            contentType: contentType,
            paddingByteCount: paddingByteCount,
            into: &bytes
        )
        return count == record.count ? record : []
    }
}

extension TLS13Tests {
    /// What came of opening a record in place and into another buffer; both must agree.
    struct Opening: Equatable {
        var contentType: ContentType?
        var content: [UInt8] = []
        var error: RecordError.Code?
        /// The record's bytes after the attempt in place.
        var remains: [UInt8] = []
    }
}

extension TLS13.RecordOpener {
    mutating func tryOpeningInPlace(_ record: [UInt8]) -> TLS13Tests.Opening {
        var opening = TLS13Tests.Opening()
        var buffer = record
        var range = 0..<0
        do throws(RecordError) {
            var bytes = buffer.mutableSpan
            let opened = try openInPlace(record.indices, in: &bytes)
            opening.contentType = opened.contentType
            range = opened.range
        } catch {
            opening.error = error.code
        }
        opening.content = Array(buffer[range])
        opening.remains = buffer
        return opening
    }

    mutating func tryOpening(_ record: [UInt8], room: Int? = nil) -> TLS13Tests.Opening {
        var opening = TLS13Tests.Opening()
        var content = [UInt8](repeating: 0xa5, count: room ?? record.count)
        var range = 0..<0
        do throws(RecordError) {
            var bytes = content.mutableSpan
            let opened = try open(record.span, into: &bytes)
            opening.contentType = opened.contentType
            range = opened.range
        } catch {
            opening.error = error.code
        }
        opening.content = Array(content[range])
        opening.remains = content
        return opening
    }
}
