// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS
internal import TestSupport
internal import TestVectors

/// Records of TLS 1.3: published and known ones on every kernel, in place and into another buffer.
package enum TLS13RecordCases {
    package static let all: [SelfTestCase] = AESGCMKernel.supported.map { kernel in
        SelfTestCase("TLS 1.3 records, \(kernel)") { checks, _ in
            try knownRecords(kernel, &checks)
            for byteCount in [1, 2, 100, 1350, (1 << 14) - 1, 1 << 14] {
                for paddingByteCount in [0, 1, 16, 1000] {
                    try inPlaceAgreesWithAnotherBuffer(byteCount, paddingByteCount, kernel, &checks)
                }
            }
        }
    }

    private static func knownRecords(_ kernel: AESGCMKernel, _ checks: inout Checks) throws {
        for published in TLS13PublishedRecords.all {
            try check(
                key: published.key,
                initializationVector: published.initializationVector,
                sequenceNumber: published.sequenceNumber,
                contentType: published.contentType,
                content: published.content,
                paddingByteCount: 0,
                record: published.record,
                kernel: kernel,
                &checks
            )
        }
        let vectors = try AESGCMVectors.load().tls13
        checks.check(vectors.count == 10)
        for vector in vectors {
            try check(
                key: vector.key,
                initializationVector: vector.initializationVector,
                sequenceNumber: UInt64(vector.sequenceNumber)!,
                contentType: ContentType(rawValue: vector.contentType)!,
                content: vector.plaintext,
                paddingByteCount: vector.paddingByteCount,
                record: vector.record,
                kernel: kernel,
                &checks
            )
        }
    }

    private static func check(
        key: String,
        initializationVector: String,
        sequenceNumber: UInt64,
        contentType: ContentType,
        content: String,
        paddingByteCount: Int,
        record: String,
        kernel: AESGCMKernel,
        _ checks: inout Checks
    ) throws {
        let key = [UInt8](hexadecimal: key)
        let initializationVector = [UInt8](hexadecimal: initializationVector)
        let content = [UInt8](hexadecimal: content)
        let record = [UInt8](hexadecimal: record)
        var sealer = try TLS13.RecordSealer(
            key: key.span,
            initializationVector: initializationVector.span,
            startingAt: sequenceNumber,
            kernel: kernel
        )
        let sealed = try sealer.sealed(content, contentType, paddingByteCount: paddingByteCount)
        checks.check(sealed == record)
        checks.check(sealer.sequenceNumber == sequenceNumber + 1)

        for isInPlace in [false, true] {
            var opener = try TLS13.RecordOpener(
                key: key.span,
                initializationVector: initializationVector.span,
                startingAt: sequenceNumber,
                kernel: kernel
            )
            let opened = try opener.opened(record, inPlace: isInPlace)
            checks.check(opened.contentType == contentType)
            checks.check(opened.content == content)
            checks.check(opener.sequenceNumber == sequenceNumber + 1)
        }
    }

    private static func inPlaceAgreesWithAnotherBuffer(
        _ byteCount: Int,
        _ paddingByteCount: Int,
        _ kernel: AESGCMKernel,
        _ checks: inout Checks
    ) throws {
        var generator = SeededGenerator(seed: UInt64(byteCount))
        let paddingByteCount = min(paddingByteCount, (1 << 14) - byteCount)
        let key = generator.bytes(16)
        let initializationVector = generator.bytes(12)
        let content = generator.bytes(byteCount)
        func makeSealer() throws -> TLS13.RecordSealer {
            try TLS13.RecordSealer(
                key: key.span,
                initializationVector: initializationVector.span,
                kernel: kernel
            )
        }
        var first = try makeSealer()
        let record = try first.sealed(
            content,
            .applicationData,
            paddingByteCount: paddingByteCount
        )

        var second = try makeSealer()
        let start = 7 + TLS13.recordLayout.prefixByteCount
        var buffer = [UInt8](repeating: 0x5a, count: start) + content
        buffer += [UInt8](repeating: 0xc3, count: 20 + paddingByteCount)
        var bytes = buffer.mutableSpan
        let place = try second.sealInPlace(
            start..<start + byteCount,
            contentType: .applicationData,
            paddingByteCount: paddingByteCount,
            in: &bytes
        )
        checks.check(
            place == 7..<7 + byteCount + paddingByteCount + TLS13.recordLayout.overheadByteCount
        )
        checks.check(Array(buffer[place]) == record)
        checks.check(buffer[..<place.lowerBound].allSatisfy { $0 == 0x5a })
        checks.check(buffer[place.upperBound...].allSatisfy { $0 == 0xc3 })
        let header = try RecordHeader(parsing: record.span, layout: TLS13.recordLayout)
        checks.check(header.recordByteCount == record.count)

        var opener = try TLS13.RecordOpener(
            key: key.span,
            initializationVector: initializationVector.span,
            kernel: kernel
        )
        let opened = try opener.opened(record, inPlace: true)
        checks.check(opened.content == content)
        checks.check(opened.contentType == .applicationData)
    }
}

extension TLS13.RecordSealer {
    /// The record of a content, in an array of its own.
    mutating func sealed(
        _ content: [UInt8],
        _ contentType: ContentType,
        paddingByteCount: Int = 0
    ) throws(RecordError) -> [UInt8] {
        let overhead = TLS13.recordLayout.overheadByteCount + paddingByteCount
        var record = [UInt8](repeating: 0, count: content.count + overhead)
        var bytes = record.mutableSpan
        try seal(
            content.span,
            contentType: contentType,
            paddingByteCount: paddingByteCount,
            into: &bytes
        )
        return record
    }
}

extension TLS13.RecordOpener {
    /// What is in a record, opened in a copy of it or into another buffer.
    mutating func opened(
        _ record: [UInt8],
        inPlace: Bool
    ) throws(RecordError) -> (contentType: ContentType, content: [UInt8]) {
        var buffer = record
        var bytes = buffer.mutableSpan
        let opened =
            try inPlace ? openInPlace(record.indices, in: &bytes) : open(record.span, into: &bytes)
        return (opened.contentType, Array(buffer[opened.range]))
    }
}
