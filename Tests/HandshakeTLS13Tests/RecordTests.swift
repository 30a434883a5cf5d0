import HandshakeSymmetric
import HandshakeTLS13
import TestSupport
import TestVectors
import Testing

@Suite struct RecordTests {
    /// A record of RFC 8448, section 3.
    struct Published: Sendable {
        let name, key, initializationVector: String
        let sequenceNumber: UInt64
        let contentType: ContentType
        let content, record: String
    }

    static let fiftyBytes = [UInt8](0..<50).hexadecimal

    static let published = [
        Published(
            name: "client's Finished",
            key: "dbfaa693d1762c5b666af5d950258d01",
            initializationVector: "5bd3c71b836e0b76bb73265f",
            sequenceNumber: 0,
            contentType: .handshake,
            content: "14000020a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61",
            record: "170303003575ec4dc238cce60b298044a71e219c56cc77b0517fe9b93c7a4bfc44d87f38"
                + "f80338ac98fc46deb384bd1caeacab6867d726c40546"
        ),
        Published(
            name: "client's application data",
            key: "17422dda596ed5d9acd890e3c63f5051",
            initializationVector: "5b78923dee08579033e523d9",
            sequenceNumber: 0,
            contentType: .applicationData,
            content: fiftyBytes,
            record: "1703030043a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8"
                + "a5b46b395bd54a9a20441e2b62974e1f5a6292a2977014bd1e3deae63aeebb21694915e4"
        ),
        Published(
            name: "server's application data",
            key: "9f02283b6c9c07efc26bb9f2ac92e356",
            initializationVector: "cf782b88dd83549aadf1e984",
            sequenceNumber: 1,
            contentType: .applicationData,
            content: fiftyBytes,
            record: "17030300432e937e11ef4ac740e538ad36005fc4a46932fc3225d05f82aa1b36e30efaf9"
                + "7d90e6dffc602dcb501a59a8fcc49c4bf2e5f0a21c0047c2abf332540dd032e167c2955d"
        ),
        Published(
            name: "client's alert",
            key: "17422dda596ed5d9acd890e3c63f5051",
            initializationVector: "5b78923dee08579033e523d9",
            sequenceNumber: 1,
            contentType: .alert,
            content: "0100",
            record: "1703030013c9872760655666b74d7ff1153efd6db6d0b0e3"
        ),
        Published(
            name: "server's alert",
            key: "9f02283b6c9c07efc26bb9f2ac92e356",
            initializationVector: "cf782b88dd83549aadf1e984",
            sequenceNumber: 2,
            contentType: .alert,
            content: "0100",
            record: "1703030013b58fd67166ebf599d24720cfbe7efa7a8864a9"
        ),
    ]

    @Test(arguments: published, supportedKernels)
    func publishedRecords(_ published: Published, _ kernel: AESGCMKernel) throws {
        try check(
            key: published.key,
            initializationVector: published.initializationVector,
            sequenceNumber: published.sequenceNumber,
            contentType: published.contentType,
            content: published.content,
            paddingByteCount: 0,
            record: published.record,
            kernel: kernel
        )
    }

    @Test(arguments: supportedKernels)
    func knownRecordsWithPadding(_ kernel: AESGCMKernel) throws {
        let vectors = try AESGCMVectors.load().tls13
        #expect(vectors.count == 10)
        for vector in vectors {
            try check(
                key: vector.key,
                initializationVector: vector.initializationVector,
                sequenceNumber: try #require(UInt64(vector.sequenceNumber)),
                contentType: try #require(ContentType(rawValue: vector.contentType)),
                content: vector.plaintext,
                paddingByteCount: vector.paddingByteCount,
                record: vector.record,
                kernel: kernel
            )
        }
    }

    private func check(
        key: String,
        initializationVector: String,
        sequenceNumber: UInt64,
        contentType: ContentType,
        content: String,
        paddingByteCount: Int,
        record: String,
        kernel: AESGCMKernel
    ) throws {
        let key = [UInt8](hexadecimal: key)
        let initializationVector = [UInt8](hexadecimal: initializationVector)
        let content = [UInt8](hexadecimal: content)
        let record = [UInt8](hexadecimal: record)
        var sealer = try RecordSealer(
            key: key.span,
            initializationVector: initializationVector.span,
            startingAt: sequenceNumber,
            kernel: kernel
        )
        let sealed = try sealer.record(content, contentType, paddingByteCount: paddingByteCount)
        #expect(sealed == record)
        #expect(sealer.sequenceNumber == sequenceNumber + 1)

        for isInPlace in [false, true] {
            var opener = try RecordOpener(
                key: key.span,
                initializationVector: initializationVector.span,
                startingAt: sequenceNumber,
                kernel: kernel
            )
            let opening =
                isInPlace ? opener.tryOpeningInPlace(record) : opener.tryOpening(record)
            #expect(opening.error == nil)
            #expect(opening.contentType == contentType)
            #expect(opening.content == content)
            #expect(opener.sequenceNumber == sequenceNumber + 1)
        }
    }

    @Test(arguments: [1, 2, 100, 1350, (1 << 14) - 1, 1 << 14], [0, 1, 16, 1000])
    func inPlaceAgreesWithAnotherBuffer(_ count: Int, _ padding: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let padding = min(padding, (1 << 14) - count)
        let content = generator.bytes(count)
        var first = try makeSealer()
        let record = try first.record(content, paddingByteCount: padding)

        var second = try makeSealer()
        let start = 7
        var buffer = [UInt8](repeating: 0x5a, count: start + 5) + content
        buffer += [UInt8](repeating: 0xc3, count: 20 + padding)
        var bytes = buffer.mutableSpan
        let recordByteCount = try second.sealInPlace(
            in: &bytes,
            at: start,
            contentByteCount: count,
            contentType: .applicationData,
            paddingByteCount: padding
        )
        #expect(recordByteCount == count + padding + RecordHeader.overheadByteCount)
        #expect(Array(buffer[start..<start + recordByteCount]) == record)
        #expect(buffer[..<start].allSatisfy { $0 == 0x5a })
        #expect(buffer[(start + recordByteCount)...].allSatisfy { $0 == 0xc3 })
        let header = try RecordHeader(parsing: record.span)
        #expect(header.recordByteCount == record.count)

        var opener = try makeOpener()
        let opening = opener.tryOpeningInPlace(record)
        #expect(opening.content == content)
        #expect(opening.contentType == .applicationData)
    }

    @Test func recordsOpenInTheirOrderAlone() throws {
        var sealer = try makeSealer()
        let records = try (0..<4).map { try sealer.record([UInt8($0), 1, 2]) }
        var opener = try makeOpener()
        #expect(opener.tryOpening(records[1]).error == .authenticationFailed)
        #expect(opener.tryOpening(records[0]).content == [0, 1, 2])
        #expect(opener.tryOpening(records[0]).error == .authenticationFailed)
        #expect(opener.tryOpening(records[2]).error == .authenticationFailed)
        #expect(opener.sequenceNumber == 1)
        #expect(opener.tryOpeningInPlace(records[1]).content == [1, 1, 2])
        #expect(opener.tryOpeningInPlace(records[2]).content == [2, 1, 2])
    }

    @Test func sealerAndOpenerAllocateNothing() throws {
        try #require(countsAllocations)
        var sealer = try makeSealer()
        var opener = try makeOpener()
        let content = [UInt8](repeating: 4, count: 1350)
        var record = [UInt8](repeating: 0, count: 1350 + RecordHeader.overheadByteCount)
        var output = [UInt8](repeating: 0, count: 1351)
        func round() throws(RecordError) {
            var bytes = record.mutableSpan
            var outputBytes = output.mutableSpan
            try sealer.seal(content.span, contentType: .applicationData, into: &bytes)
            _ = try opener.open(bytes.span, into: &outputBytes)
            try sealer.sealInPlace(
                in: &bytes,
                contentByteCount: 1350,
                contentType: .applicationData
            )
            _ = try opener.openInPlace(&bytes)
        }
        try round()
        let count = try allocationCount { () throws(RecordError) in try round() }
        #expect(count == 0)
        #expect(output == content + [0])
    }
}
