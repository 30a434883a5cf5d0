// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore
private import HandshakeTLS

/// Our side of the TLS 1.3 record workloads.
@safe private final class OurTLS13Records {
    static let textOffset = TLS13.recordLayout.prefixByteCount

    let input: AESGCMInput
    let buffer: AlignedBytes
    /// Texts are opened into here: opened in place they would no longer be records.
    let content: AlignedBytes
    private let sealer: UnsafeMutablePointer<TLS13.RecordSealer>
    private let opener: UnsafeMutablePointer<TLS13.RecordOpener>
    private var openerState: RewoundState<TLS13.RecordOpener>

    init(_ input: AESGCMInput) throws {
        self.input = input
        buffer = AlignedBytes(byteCount: input.byteCount + TLS13.recordLayout.overheadByteCount)
        buffer.write(input.payload, at: Self.textOffset)
        content = AlignedBytes(byteCount: input.byteCount + 1)
        unsafe sealer = .allocate(capacity: 1)
        unsafe sealer.initialize(
            to: try TLS13.RecordSealer(
                key: input.key.span,
                initializationVector: input.nonce.span,
                recordLimit: .max
            )
        )
        unsafe opener = .allocate(capacity: 1)
        unsafe opener.initialize(
            to: try TLS13.RecordOpener(
                key: input.key.span,
                initializationVector: input.nonce.span,
                recordLimit: .max
            )
        )
        unsafe openerState = RewoundState(of: opener)
    }

    deinit {
        unsafe sealer.deinitialize(count: 1).deallocate()
        unsafe opener.deinitialize(count: 1).deallocate()
    }

    func seal(calls: Int) throws {
        let place = Self.textOffset..<Self.textOffset + input.byteCount
        try buffer.withMutableSpan { buffer in
            for _ in 0..<calls {
                _ = unsafe try sealer.pointee.sealInPlace(
                    place,
                    contentType: .applicationData,
                    in: &buffer
                )
            }
        }
    }

    func prepareOpening() throws {
        try seal(calls: 1)
        try open(calls: 1)
        openerState.noteChanges()
    }

    func open(calls: Int) throws {
        try buffer.withSpan { record in
            try content.withMutableSpan { content in
                for _ in 0..<calls {
                    openerState.rewind()
                    _ = unsafe try opener.pointee.open(record, into: &content)
                }
            }
        }
    }
}

extension Catalogue {
    static func ourTLS13Seal(_ input: AESGCMInput) -> Candidate {
        let calls = "TLS13.RecordSealer.sealInPlace(_:contentType:in:) (sealer once)"
        return Candidate("handshake", calls: calls) {
            let ours = try OurTLS13Records(input)
            return operation(count: 1, run: ours.seal) {
                try ours.seal(calls: 1)
                return ours.buffer.bytes
            }
        }
    }

    static func ourTLS13Open(_ input: AESGCMInput) -> Candidate {
        let calls = "TLS13.RecordOpener.open(_:into:) (opener once, its counter put back)"
        return Candidate("handshake", calls: calls) {
            let ours = try OurTLS13Records(input)
            try ours.prepareOpening()
            return operation(count: 1, run: ours.open) {
                try ours.open(calls: 1)
                return Array(ours.content.bytes.prefix(input.byteCount))
            }
        }
    }
}
