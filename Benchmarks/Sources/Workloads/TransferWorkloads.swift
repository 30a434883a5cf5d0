// SPDX-License-Identifier: Apache-2.0

private import CPeers
private import HandshakeCore
private import HandshakeEngine
private import HandshakeTLS

extension Catalogue {
    /// `engine-transfer-10MB`: application data from a client to a server over one connection, with
    /// AES-128-GCM, in memory and one thread. Beside it our records alone, without an engine.
    static func transfers(peers: Peers, key: BenchmarkKey) -> [Workload] {
        let fixture = TLSFixture(serverKey: key)
        let kind = HandshakeKind(isECDHE: false, isMutual: false)
        return [
            Workload(
                id: "engine-transfer-10MB",
                byteCount: Transfer.byteCount,
                work: .uncounted,
                candidates: [ourTransfer(fixture, kind), ourRecordsAlone()]
                    + peers.libraries.map { transfer($0, fixture, kind) }
            )
        ]
    }

    private static func ourTransfer(_ fixture: TLSFixture, _ kind: HandshakeKind) -> Candidate {
        let calls =
            "TLSConnection.send(_:) of \(Transfer.chunkByteCount) bytes, takeBytesToSend(), receive(_:), "
            + "takeApplicationData()"
        return Candidate("handshake", calls: calls) {
            let transfer = try EngineTransfer(TLSEndpoints(fixture, kind))
            return Operation(
                version: Versions.handshake,
                kernel: AESGCMKernel.best.name,
                run: { calls in for _ in 0..<calls { try transfer.run() } },
                result: {
                    try transfer.run()
                    return transfer.lastChunk
                }
            )
        }
    }

    private static func ourRecordsAlone() -> Candidate {
        let calls =
            "RecordSealer.seal(_:contentType:into:), RecordOpener.open(_:into:) of 16384 bytes each, "
            + "into buffers that stay"
        return Candidate("handshake-records", calls: calls) {
            let transfer = try RecordTransfer()
            return Operation(
                version: Versions.handshake,
                kernel: AESGCMKernel.best.name,
                run: { calls in for _ in 0..<calls { try transfer.run() } },
                result: {
                    try transfer.run()
                    return transfer.lastChunk
                }
            )
        }
    }

    private static func transfer(
        _ library: Libcrypto,
        _ fixture: TLSFixture,
        _ kind: HandshakeKind
    ) -> Candidate {
        let calls =
            "libssl: SSL_write of \(Transfer.chunkByteCount) bytes, SSL_read, over a memory BIO"
        return Candidate(library.name, calls: calls) {
            guard case .success(let libssl) = library.libssl else { return nil }
            let handle = unsafe try fixture.withPeerInput(kind, .both) { input in
                unsafe peer_libssl_transfer(
                    libssl.handle,
                    input,
                    Transfer.byteCount,
                    Transfer.chunkByteCount
                )
            }
            return unsafe PeerOperation(handle, name: library.name)?
                .operation(version: library.version)
        }
    }
}

/// What is sent: ten MiB, in chunks as an application writes them.
enum Transfer {
    static let byteCount = 10 << 20
    static let chunkByteCount = 64 << 10
    static let recordByteCount = 16 << 10

    static func payload() -> AlignedBytes {
        AlignedBytes((0..<byteCount).map { UInt8(truncatingIfNeeded: 31 &* $0 &+ ($0 >> 8)) })
    }
}

/// Over two connections; for one thread at a time.
private final class EngineTransfer: @unchecked Sendable {
    private let payload = Transfer.payload()
    private var pair: TLSPair
    private(set) var lastChunk: [UInt8] = []

    init(_ endpoints: TLSEndpoints) throws {
        pair = TLSPair(endpoints)
        try CallingThreadExecutor().run { try await self.pair.shakeHands() }
    }

    func run() throws {
        var left = Transfer.byteCount
        while left > 0 {
            let start = Transfer.byteCount - left
            try payload.withSpan(at: start, count: Transfer.chunkByteCount) { chunk in
                try pair.client.send(chunk)
            }
            pair.server.receive(pair.client.takeBytesToSend().span)
            while let event = pair.server.nextEvent() {
                if case .failed(let error) = event {
                    throw OperationFailed(description: "our transfer failed: \(error)")
                }
            }
            lastChunk = pair.server.takeApplicationData()
            left -= lastChunk.count
        }
    }
}

/// Sealed and opened record by record.
private final class RecordTransfer {
    private let payload = Transfer.payload()
    private let record = AlignedBytes(
        byteCount: Transfer.recordByteCount + TLS12.recordLayout.overheadByteCount
    )
    private let opened = AlignedBytes(byteCount: Transfer.chunkByteCount)
    private var sealer: TLS12.RecordSealer
    private var opener: TLS12.RecordOpener

    init() throws {
        let input = AESGCMInput(keyBitCount: 128, byteCount: Transfer.recordByteCount)
        sealer = try TLS12.RecordSealer(
            key: input.key.span,
            initializationVector: input.implicitNonce.span,
            recordLimit: .max
        )
        opener = try TLS12.RecordOpener(
            key: input.key.span,
            initializationVector: input.implicitNonce.span,
            recordLimit: .max
        )
    }

    var lastChunk: [UInt8] { opened.bytes }

    func run() throws {
        let size = Transfer.recordByteCount
        for start in stride(from: 0, to: Transfer.byteCount, by: size) {
            try payload.withSpan(at: start, count: size) { fragment in
                try record.withMutableSpan { record in
                    _ = try sealer.seal(fragment, contentType: .applicationData, into: &record)
                }
            }
            try record.withSpan { record in
                let place = start % Transfer.chunkByteCount
                try opened.withMutableSpan(at: place, count: size) { fragment in
                    _ = try opener.open(record, into: &fragment)
                }
            }
        }
    }
}
