import HandshakeSymmetric
import HandshakeTLS12
import TestSupport
import TestVectors
import Testing

@Suite struct RecordTests {
    @Test(arguments: supportedKernels)
    func sealsAndOpensKnownRecords(_ kernel: AESGCMKernel) throws {
        let vectors = try AESGCMVectors.load().tls12
        #expect(vectors.count == 10)
        for vector in vectors {
            let key = [UInt8](hexadecimal: vector.key)
            let implicitNonce = [UInt8](hexadecimal: vector.implicitNonce)
            let sequenceNumber = try #require(UInt64(vector.sequenceNumber))
            let contentType = try #require(ContentType(rawValue: vector.contentType))
            let fragment = [UInt8](hexadecimal: vector.plaintext)
            let record = [UInt8](hexadecimal: vector.record)
            var sealer = try RecordSealer(
                key: key.span,
                implicitNonce: implicitNonce.span,
                startingAt: sequenceNumber,
                kernel: kernel
            )
            let sealed = try sealer.record(fragment, contentType)
            #expect(sealed == record)
            #expect(sealer.sequenceNumber == sequenceNumber + 1)

            var opener = try RecordOpener(
                key: key.span,
                implicitNonce: implicitNonce.span,
                startingAt: sequenceNumber,
                kernel: kernel
            )
            let opening = opener.tryOpening(record)
            #expect(opening.error == nil)
            #expect(opening.contentType == contentType)
            #expect(opening.fragment == fragment)
            #expect(opener.sequenceNumber == sequenceNumber + 1)
        }
    }

    @Test(arguments: [1, 2, 100, 1350, (1 << 14) - 1, 1 << 14])
    func inPlaceAgreesWithAnotherBuffer(_ count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let fragment = generator.bytes(count)
        var first = try makeSealer()
        let record = try first.record(fragment)

        var second = try makeSealer()
        let start = 7
        var buffer = [UInt8](repeating: 0x5a, count: start + 13) + fragment
        buffer += [UInt8](repeating: 0xc3, count: 20)
        var bytes = buffer.mutableSpan
        let recordByteCount = try second.sealInPlace(
            in: &bytes,
            at: start,
            fragmentByteCount: count,
            contentType: .applicationData
        )
        #expect(recordByteCount == count + RecordHeader.overheadByteCount)
        #expect(Array(buffer[start..<start + recordByteCount]) == record)
        #expect(buffer[..<start].allSatisfy { $0 == 0x5a })
        #expect(buffer[(start + recordByteCount)...].allSatisfy { $0 == 0xc3 })

        let header = try RecordHeader(parsing: record.span)
        #expect(header.contentType == .applicationData)
        #expect(header.recordByteCount == record.count)
        #expect(header.fragmentByteCount == count)

        var opener = try makeOpener()
        let opening = opener.tryOpeningInPlace(record)
        #expect(opening.fragment == fragment)
        #expect(opening.contentType == .applicationData)
    }

    @Test func recordsOpenInTheirOrderAlone() throws {
        var sealer = try makeSealer()
        let records = try (0..<4).map { try sealer.record([UInt8($0), 1, 2]) }
        var opener = try makeOpener()
        #expect(opener.tryOpening(records[1]).error == .authenticationFailed)
        #expect(opener.tryOpening(records[0]).fragment == [0, 1, 2])
        #expect(opener.tryOpening(records[0]).error == .authenticationFailed)
        #expect(opener.tryOpening(records[2]).error == .authenticationFailed)
        #expect(opener.sequenceNumber == 1)
        #expect(opener.tryOpeningInPlace(records[1]).fragment == [1, 1, 2])
        #expect(opener.tryOpeningInPlace(records[2]).fragment == [2, 1, 2])
    }

    /// RFC 5288 leaves the explicit nonce to the sender.
    @Test func thePeerMayChooseItsExplicitNonces() throws {
        let key = try AESGCMKey(recordKeyBytes.span)
        let explicitNonce: [UInt8] = [9, 8, 7, 6, 5, 4, 3, 2]
        let sealed = try key.seal(
            [1, 2, 3],
            nonce: recordNonceBytes + explicitNonce,
            additionalData: [0, 0, 0, 0, 0, 0, 0, 5, 23, 3, 3, 0, 3]
        )
        var opener = try makeOpener(startingAt: 5)
        let opening = opener.tryOpening([23, 3, 3, 0, 27] + explicitNonce + sealed)
        #expect(opening.fragment == [1, 2, 3])
    }

    @Test func sealerAndOpenerAllocateNothing() throws {
        try #require(countsAllocations)
        var sealer = try makeSealer()
        var opener = try makeOpener()
        let fragment = [UInt8](repeating: 4, count: 1350)
        var record = [UInt8](repeating: 0, count: 1350 + RecordHeader.overheadByteCount)
        var output = [UInt8](repeating: 0, count: 1350)
        func round() throws(RecordError) {
            var bytes = record.mutableSpan
            var outputBytes = output.mutableSpan
            try sealer.seal(fragment.span, contentType: .applicationData, into: &bytes)
            _ = try opener.open(bytes.span, into: &outputBytes)
            try sealer.sealInPlace(
                in: &bytes,
                fragmentByteCount: 1350,
                contentType: .applicationData
            )
            _ = try opener.openInPlace(&bytes)
        }
        try round()
        let count = try allocationCount { () throws(RecordError) in try round() }
        #expect(count == 0)
        #expect(output == fragment)
    }
}
