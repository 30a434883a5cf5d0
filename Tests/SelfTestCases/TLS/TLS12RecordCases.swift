// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS
internal import TestSupport
internal import TestVectors

/// Records of TLS 1.2: known ones on every kernel, in place and into another buffer.
package enum TLS12RecordCases {
    package static let all: [SelfTestCase] = AESGCMKernel.supported.map { kernel in
        SelfTestCase("TLS 1.2 records, \(kernel)") { checks, _ in
            try knownRecords(kernel, &checks)
            for byteCount in [1, 2, 100, 1350, (1 << 14) - 1, 1 << 14] {
                try inPlaceAgreesWithAnotherBuffer(byteCount, kernel, &checks)
            }
        }
    }

    private static func knownRecords(_ kernel: AESGCMKernel, _ checks: inout Checks) throws {
        let vectors = try AESGCMVectors.load().tls12
        checks.check(vectors.count == 10)
        for vector in vectors {
            let key = [UInt8](hexadecimal: vector.key)
            let implicitNonce = [UInt8](hexadecimal: vector.implicitNonce)
            let sequenceNumber = UInt64(vector.sequenceNumber)!
            let contentType = ContentType(rawValue: vector.contentType)!
            let fragment = [UInt8](hexadecimal: vector.plaintext)
            let record = [UInt8](hexadecimal: vector.record)
            var sealer = try TLS12.RecordSealer(
                key: key.span,
                initializationVector: implicitNonce.span,
                startingAt: sequenceNumber,
                kernel: kernel
            )
            let sealed = try sealer.sealed(fragment, contentType)
            checks.check(sealed == record)
            checks.check(sealer.sequenceNumber == sequenceNumber + 1)

            for isInPlace in [false, true] {
                var opener = try TLS12.RecordOpener(
                    key: key.span,
                    initializationVector: implicitNonce.span,
                    startingAt: sequenceNumber,
                    kernel: kernel
                )
                let opened = try opener.opened(record, inPlace: isInPlace)
                checks.check(opened.fragment == fragment)
                checks.check(opened.contentType == contentType)
                checks.check(opener.sequenceNumber == sequenceNumber + 1)
            }
        }
    }

    private static func inPlaceAgreesWithAnotherBuffer(
        _ byteCount: Int,
        _ kernel: AESGCMKernel,
        _ checks: inout Checks
    ) throws {
        var generator = SeededGenerator(seed: UInt64(byteCount))
        let key = generator.bytes(16)
        let implicitNonce = generator.bytes(4)
        let fragment = generator.bytes(byteCount)
        func makeSealer() throws -> TLS12.RecordSealer {
            try TLS12.RecordSealer(
                key: key.span,
                initializationVector: implicitNonce.span,
                kernel: kernel
            )
        }
        var first = try makeSealer()
        let record = try first.sealed(fragment, .applicationData)

        var second = try makeSealer()
        let start = 7 + TLS12.recordLayout.prefixByteCount
        var buffer = [UInt8](repeating: 0x5a, count: start) + fragment
        buffer += [UInt8](repeating: 0xc3, count: 20)
        var bytes = buffer.mutableSpan
        let place = try second.sealInPlace(
            start..<start + byteCount,
            contentType: .applicationData,
            in: &bytes
        )
        checks.check(place == 7..<7 + byteCount + TLS12.recordLayout.overheadByteCount)
        checks.check(Array(buffer[place]) == record)
        checks.check(buffer[..<place.lowerBound].allSatisfy { $0 == 0x5a })
        checks.check(buffer[place.upperBound...].allSatisfy { $0 == 0xc3 })
        let header = try RecordHeader(parsing: record.span, layout: TLS12.recordLayout)
        checks.check(header.contentType == .applicationData)
        checks.check(header.recordByteCount == record.count)

        var opener = try TLS12.RecordOpener(
            key: key.span,
            initializationVector: implicitNonce.span,
            kernel: kernel
        )
        var forged = record
        forged[record.count - 1] ^= 1
        checks.checkThrows(RecordError(.authenticationFailed)) { () throws(RecordError) in
            _ = try opener.opened(forged, inPlace: true)
        }
        let opened = try opener.opened(record, inPlace: true)
        checks.check(opened.fragment == fragment)
    }
}

extension TLS12.RecordSealer {
    /// The record of a fragment, in an array of its own.
    mutating func sealed(
        _ fragment: [UInt8],
        _ contentType: ContentType
    ) throws(RecordError) -> [UInt8] {
        var record = [UInt8](
            repeating: 0,
            count: fragment.count + TLS12.recordLayout.overheadByteCount
        )
        var bytes = record.mutableSpan
        try seal(fragment.span, contentType: contentType, into: &bytes)
        return record
    }
}

extension TLS12.RecordOpener {
    /// What is in a record, opened in a copy of it or into another buffer.
    mutating func opened(
        _ record: [UInt8],
        inPlace: Bool
    ) throws(RecordError) -> (contentType: ContentType, fragment: [UInt8]) {
        var buffer = record
        var bytes = buffer.mutableSpan
        let opened =
            try inPlace ? openInPlace(record.indices, in: &bytes) : open(record.span, into: &bytes)
        return (opened.contentType, Array(buffer[opened.range]))
    }
}
