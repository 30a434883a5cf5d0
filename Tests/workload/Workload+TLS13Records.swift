// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS

extension Workload {
    static var tls13Records: [Workload] {
        AESGCMKernel.supported.flatMap {
            kernel in
            [16, 32].flatMap { keyByteCount in
                textByteCounts.flatMap { byteCount in
                    let suffix = "aes\(8 * keyByteCount)-\(byteCount)"
                    return [
                        Workload(
                            id: "tls13-record-seal-\(suffix)",
                            kernel: kernel.name,
                            bytesPerOperation: byteCount
                        ) {
                            let side = try TLS13Side(keyByteCount, kernel)
                            let content = [UInt8](repeating: 0x72, count: byteCount)
                            var record =
                                content
                                + [UInt8](
                                    repeating: 0,
                                    count: TLS13.recordLayout.overheadByteCount
                                )
                            return { try side.seal(content, into: &record) }
                        },
                        Workload(
                            id: "tls13-record-open-\(suffix)",
                            kernel: kernel.name,
                            bytesPerOperation: byteCount
                        ) {
                            let side = try TLS13Side(keyByteCount, kernel)
                            let content = [UInt8](repeating: 0x72, count: byteCount)
                            // Room for the content type beside it
                            var opened = content + [0]
                            var records: [[UInt8]] = []
                            for _ in 0..<maximumCallCount {
                                var record =
                                    content
                                    + [UInt8](
                                        repeating: 0,
                                        count: TLS13.recordLayout.overheadByteCount
                                    )
                                try side.seal(content, into: &record)
                                records.append(record)
                            }
                            var next = 0
                            return {
                                try side.open(records[next], into: &opened)
                                next += 1
                            }
                        },
                    ]
                }
            }
        }
    }
}

/// A sealer and the opener of its records; closures share them in this.
private final class TLS13Side {
    private var sealer: TLS13.RecordSealer
    private var opener: TLS13.RecordOpener

    init(_ keyByteCount: Int, _ kernel: AESGCMKernel) throws {
        let key = [UInt8](repeating: 0x70, count: keyByteCount)
        let initializationVector = [UInt8](repeating: 0x71, count: 12)
        sealer = try TLS13.RecordSealer(
            key: key.span,
            initializationVector: initializationVector.span,
            kernel: kernel
        )
        opener = try TLS13.RecordOpener(
            key: key.span,
            initializationVector: initializationVector.span,
            kernel: kernel
        )
    }

    func seal(_ content: [UInt8], into record: inout [UInt8]) throws(RecordError) {
        var span = record.mutableSpan
        try sealer.seal(content.span, contentType: .applicationData, into: &span)
    }

    func open(_ record: [UInt8], into content: inout [UInt8]) throws(RecordError) {
        var span = content.mutableSpan
        _ = try opener.open(record.span, into: &span)
    }
}
