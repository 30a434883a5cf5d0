// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS

extension Workload {
    /// How many calls a workload can be asked for: so many records are sealed before any is opened,
    /// whatever the number of calls, so that this cancels out.
    static let maximumCallCount = 16

    static var tls12Records: [Workload] {
        AESGCMKernel.supported.flatMap {
            kernel in
            [16, 32].flatMap { keyByteCount in
                textByteCounts.flatMap { byteCount in
                    let suffix = "aes\(8 * keyByteCount)-\(byteCount)"
                    return [
                        Workload(
                            id: "tls12-record-seal-\(suffix)",
                            kernel: kernel.name,
                            bytesPerOperation: byteCount
                        ) {
                            let side = try TLS12Side(keyByteCount, kernel)
                            let fragment = [UInt8](repeating: 0x72, count: byteCount)
                            var record =
                                fragment
                                + [UInt8](
                                    repeating: 0,
                                    count: TLS12.recordLayout.overheadByteCount
                                )
                            return { try side.seal(fragment, into: &record) }
                        },
                        Workload(
                            id: "tls12-record-open-\(suffix)",
                            kernel: kernel.name,
                            bytesPerOperation: byteCount
                        ) {
                            let side = try TLS12Side(keyByteCount, kernel)
                            var fragment = [UInt8](repeating: 0x72, count: byteCount)
                            var records: [[UInt8]] = []
                            for _ in 0..<maximumCallCount {
                                var record =
                                    fragment
                                    + [UInt8](
                                        repeating: 0,
                                        count: TLS12.recordLayout.overheadByteCount
                                    )
                                try side.seal(fragment, into: &record)
                                records.append(record)
                            }
                            var next = 0
                            return {
                                try side.open(records[next], into: &fragment)
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
private final class TLS12Side {
    private var sealer: TLS12.RecordSealer
    private var opener: TLS12.RecordOpener

    init(_ keyByteCount: Int, _ kernel: AESGCMKernel) throws {
        let key = [UInt8](repeating: 0x70, count: keyByteCount)
        let implicitNonce = [UInt8](repeating: 0x71, count: 4)
        sealer = try TLS12.RecordSealer(
            key: key.span,
            initializationVector: implicitNonce.span,
            kernel: kernel
        )
        opener = try TLS12.RecordOpener(
            key: key.span,
            initializationVector: implicitNonce.span,
            kernel: kernel
        )
    }

    func seal(_ fragment: [UInt8], into record: inout [UInt8]) throws(RecordError) {
        var span = record.mutableSpan
        try sealer.seal(fragment.span, contentType: .applicationData, into: &span)
    }

    func open(_ record: [UInt8], into fragment: inout [UInt8]) throws(RecordError) {
        var span = fragment.mutableSpan
        _ = try opener.open(record.span, into: &span)
    }
}
