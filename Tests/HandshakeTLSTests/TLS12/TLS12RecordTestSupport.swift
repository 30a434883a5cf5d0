// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS

extension TLS12Tests {
    /// The kernels that this machine can run.
    static let supportedKernels = AESGCMKernel.supported

    static let recordKeyBytes = [UInt8](0..<16)
    static let recordNonceBytes: [UInt8] = [0xa1, 0xb2, 0xc3, 0xd4]

    static func makeSealer(
        startingAt sequenceNumber: UInt64 = 0,
        recordLimit: UInt64 = TLS12.RecordSealer.defaultRecordLimit,
        kernel: AESGCMKernel = .best
    ) throws(RecordError) -> TLS12.RecordSealer {
        try TLS12.RecordSealer(
            key: recordKeyBytes.span,
            initializationVector: recordNonceBytes.span,
            startingAt: sequenceNumber,
            recordLimit: recordLimit,
            kernel: kernel
        )
    }

    static func makeOpener(
        startingAt sequenceNumber: UInt64 = 0,
        recordLimit: UInt64 = TLS12.RecordSealer.defaultRecordLimit,
        kernel: AESGCMKernel = .best
    ) throws(RecordError) -> TLS12.RecordOpener {
        try TLS12.RecordOpener(
            key: recordKeyBytes.span,
            initializationVector: recordNonceBytes.span,
            startingAt: sequenceNumber,
            recordLimit: recordLimit,
            kernel: kernel
        )
    }
}

extension TLS12.RecordSealer {
    /// The record of a fragment, in an array of its own.
    mutating func record(
        _ fragment: [UInt8],
        _ contentType: ContentType = .applicationData
    ) throws(RecordError) -> [UInt8] {
        let overhead = TLS12.recordLayout.overheadByteCount
        var record = [UInt8](repeating: 0, count: fragment.count + overhead)
        var bytes = record.mutableSpan
        let count = try seal(fragment.span, contentType: contentType, into: &bytes)
        return count == record.count ? record : []
    }
}

extension TLS12Tests {
    /// What came of opening a record in place and into another buffer; both must agree.
    struct Opening: Equatable {
        var contentType: ContentType?
        var fragment: [UInt8] = []
        var error: RecordError.Code?
        /// The record's bytes after the attempt in place.
        var remains: [UInt8] = []
    }
}

extension TLS12.RecordOpener {
    mutating func tryOpeningInPlace(_ record: [UInt8]) -> TLS12Tests.Opening {
        var opening = TLS12Tests.Opening()
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
        opening.fragment = Array(buffer[range])
        opening.remains = buffer
        return opening
    }

    mutating func tryOpening(_ record: [UInt8], room: Int? = nil) -> TLS12Tests.Opening {
        var opening = TLS12Tests.Opening()
        var fragment = [UInt8](repeating: 0xa5, count: room ?? record.count)
        var range = 0..<0
        do throws(RecordError) {
            var bytes = fragment.mutableSpan
            let opened = try open(record.span, into: &bytes)
            opening.contentType = opened.contentType
            range = opened.range
        } catch {
            opening.error = error.code
        }
        opening.fragment = Array(fragment[range])
        opening.remains = fragment
        return opening
    }
}
