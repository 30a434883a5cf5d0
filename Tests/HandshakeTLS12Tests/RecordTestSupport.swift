import HandshakeCore
import HandshakeTLS12

/// The kernels that this machine can run.
let supportedKernels = AESGCMKernel.supported

let recordKeyBytes = [UInt8](0..<16)
let recordNonceBytes: [UInt8] = [0xa1, 0xb2, 0xc3, 0xd4]

func makeSealer(
    startingAt sequenceNumber: UInt64 = 0,
    recordLimit: UInt64 = RecordSealer.defaultRecordLimit,
    kernel: AESGCMKernel = .best
) throws(RecordError) -> RecordSealer {
    try RecordSealer(
        key: recordKeyBytes.span,
        implicitNonce: recordNonceBytes.span,
        startingAt: sequenceNumber,
        recordLimit: recordLimit,
        kernel: kernel
    )
}

func makeOpener(
    startingAt sequenceNumber: UInt64 = 0,
    recordLimit: UInt64 = RecordSealer.defaultRecordLimit,
    kernel: AESGCMKernel = .best
) throws(RecordError) -> RecordOpener {
    try RecordOpener(
        key: recordKeyBytes.span,
        implicitNonce: recordNonceBytes.span,
        startingAt: sequenceNumber,
        recordLimit: recordLimit,
        kernel: kernel
    )
}

extension RecordSealer {
    /// The record of a fragment, in an array of its own.
    mutating func record(
        _ fragment: [UInt8],
        _ contentType: ContentType = .applicationData
    ) throws(RecordError) -> [UInt8] {
        let overhead = RecordHeader.overheadByteCount
        var record = [UInt8](repeating: 0, count: fragment.count + overhead)
        var bytes = record.mutableSpan
        let count = try seal(fragment.span, contentType: contentType, into: &bytes)
        return count == record.count ? record : []
    }
}

/// What came of opening a record in place and into another buffer; both must agree.
struct Opening: Equatable {
    var contentType: ContentType?
    var fragment: [UInt8] = []
    var error: RecordError?
    /// The record's bytes after the attempt in place.
    var remains: [UInt8] = []
}

extension RecordOpener {
    mutating func tryOpeningInPlace(_ record: [UInt8]) -> Opening {
        var opening = Opening()
        var buffer = record
        var range = 0..<0
        do throws(RecordError) {
            var bytes = buffer.mutableSpan
            let opened = try openInPlace(&bytes)
            opening.contentType = opened.contentType
            range = opened.fragment
        } catch {
            opening.error = error
        }
        opening.fragment = Array(buffer[range])
        opening.remains = buffer
        return opening
    }

    mutating func tryOpening(_ record: [UInt8], room: Int? = nil) -> Opening {
        var opening = Opening()
        var fragment = [UInt8](repeating: 0xa5, count: room ?? record.count)
        var range = 0..<0
        do throws(RecordError) {
            var bytes = fragment.mutableSpan
            let opened = try open(record.span, into: &bytes)
            opening.contentType = opened.contentType
            range = opened.fragment
        } catch {
            opening.error = error
        }
        opening.fragment = Array(fragment[range])
        opening.remains = fragment
        return opening
    }
}
