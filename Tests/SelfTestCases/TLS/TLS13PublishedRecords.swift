// SPDX-License-Identifier: Apache-2.0

internal import HandshakeTLS
internal import TestSupport

enum TLS13PublishedRecords {
    /// A record of RFC 8448, section 3.
    struct Published: Sendable {
        let name, key, initializationVector: String
        let sequenceNumber: UInt64
        let contentType: ContentType
        let content, record: String
    }

    static let fiftyBytes = [UInt8](0..<50).hexadecimal

    static let all = [
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
}
