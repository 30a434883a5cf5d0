// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore
private import HandshakeTLS

/// Our side of the TLS 1.2 record workloads: `count` records, one behind the other.
@safe private final class OurTLS12Records {
    static let textOffset = TLS12.recordLayout.prefixByteCount
    static let overhead = TLS12.recordLayout.overheadByteCount

    let input: AESGCMInput
    let count: Int
    let stride: Int
    let buffer: AlignedBytes
    let contents: [RecordContent]
    let ranges: [Range<Int>]
    private let sealer: UnsafeMutablePointer<TLS12.RecordSealer>
    private let opener: UnsafeMutablePointer<TLS12.RecordOpener>
    private var openerState: RewoundState<TLS12.RecordOpener>
    private var opened: [RecordContent] = []
    /// Opening in place turns a ciphertext into a text that is, under the same key stream, the
    /// ciphertext of the first: two states that follow each other for ever, each with its tags.
    private var tags: [AlignedBytes] = []
    private var state = 0

    init(_ input: AESGCMInput, count: Int) throws {
        self.input = input
        self.count = count
        let stride = input.byteCount + Self.overhead
        self.stride = stride
        buffer = AlignedBytes(byteCount: count * stride)
        contents = (0..<count).map {
            let start = $0 * stride + Self.textOffset
            return RecordContent(
                contentType: .applicationData,
                range: start..<start + input.byteCount
            )
        }
        ranges = (0..<count).map { $0 * stride..<($0 + 1) * stride }
        unsafe sealer = .allocate(capacity: 1)
        unsafe sealer.initialize(to: try Self.makeSealer(input))
        unsafe opener = .allocate(capacity: 1)
        unsafe opener.initialize(
            to: try Self.makeOpener(input)
        )
        unsafe openerState = RewoundState(of: opener)
        for place in 0..<count { buffer.write(input.payload, at: place * stride + Self.textOffset) }
    }

    deinit {
        unsafe sealer.deinitialize(count: 1).deallocate()
        unsafe opener.deinitialize(count: 1).deallocate()
    }

    private static func makeSealer(_ input: AESGCMInput) throws -> TLS12.RecordSealer {
        try TLS12.RecordSealer(
            key: input.key.span,
            initializationVector: input.implicitNonce.span,
            recordLimit: .max
        )
    }

    private static func makeOpener(_ input: AESGCMInput) throws -> TLS12.RecordOpener {
        try TLS12.RecordOpener(
            key: input.key.span,
            initializationVector: input.implicitNonce.span,
            recordLimit: .max
        )
    }

    func seal(calls: Int) throws {
        let place = contents[0].range
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

    func sealBatch(calls: Int) throws {
        try buffer.withMutableSpan { buffer in
            let contents = contents
            for _ in 0..<calls {
                unsafe try sealer.pointee.sealBatch(contents.span, in: &buffer)
            }
        }
    }

    /// Seals the payloads, then what they were sealed to, from sequence number 0 each.
    func prepareOpening() throws {
        for _ in 0..<2 {
            var fresh = try Self.makeSealer(input)
            try buffer.withMutableSpan { buffer in
                let contents = contents
                try fresh.sealBatch(contents.span, in: &buffer)
            }
            let bytes = buffer.bytes
            tags.append(
                AlignedBytes(ranges.flatMap { bytes[$0].suffix(AESGCMKey.tagByteCount) })
            )
        }
        opened = try [RecordContent](repeating: Self.placeholder(input), count: count)
        // The texts are the payloads again: the second state. On to the first.
        state = 1
        try openBatch(calls: 1)
        openerState.noteChanges()
    }

    /// An empty record, opened.
    private static func placeholder(_ input: AESGCMInput) throws -> RecordContent {
        var sealer = try makeSealer(input)
        var opener = try makeOpener(input)
        var record = [UInt8](repeating: 0, count: overhead)
        var span = record.mutableSpan
        let place = try sealer.sealInPlace(
            textOffset..<textOffset,
            contentType: .applicationData,
            in: &span
        )
        return try opener.openInPlace(place, in: &span)
    }

    @inline(__always)
    private func prepareCall() {
        openerState.rewind()
        for place in 0..<count {
            tags[state].copy(
                from: place * AESGCMKey.tagByteCount,
                count: AESGCMKey.tagByteCount,
                to: buffer,
                at: (place + 1) * stride - AESGCMKey.tagByteCount
            )
        }
        state ^= 1
    }

    /// Of a single record.
    func open(calls: Int) throws {
        let place = ranges[0]
        try buffer.withMutableSpan { buffer in
            for _ in 0..<calls {
                prepareCall()
                _ = unsafe try opener.pointee.openInPlace(place, in: &buffer)
            }
        }
    }

    func openBatch(calls: Int) throws {
        let ranges = ranges
        var opened = opened
        try buffer.withMutableSpan { buffer in
            for _ in 0..<calls {
                prepareCall()
                var openedSpan = opened.mutableSpan
                unsafe try opener.pointee.openBatch(
                    ranges.span,
                    in: &buffer,
                    into: &openedSpan
                )
            }
        }
    }
}

extension Catalogue {
    static let recordBatchCount = 16

    static func ourTLS12Seal(_ input: AESGCMInput, count: Int) -> Candidate {
        let calls =
            count == 1
            ? "TLS12.RecordSealer.sealInPlace(_:contentType:in:)"
            : "TLS12.RecordSealer.sealBatch(_:in:)"
        return Candidate("handshake", calls: calls + " (sealer once)") {
            let ours = try OurTLS12Records(input, count: count)
            let run = count == 1 ? ours.seal : ours.sealBatch
            return operation(count: count, run: run) {
                try run(1)
                return Array(ours.buffer.bytes.prefix(ours.stride))
            }
        }
    }

    static func ourTLS12Open(_ input: AESGCMInput, count: Int) -> Candidate {
        let calls =
            count == 1
            ? "TLS12.RecordOpener.openInPlace(_:in:)"
            : "TLS12.RecordOpener.openBatch(_:in:into:)"
        return Candidate("handshake", calls: calls + " (opener once, its counter put back)") {
            let ours = try OurTLS12Records(input, count: count)
            try ours.prepareOpening()
            let run = count == 1 ? ours.open : ours.openBatch
            return operation(count: count, run: run) {
                try run(1)
                let start = OurTLS12Records.textOffset
                return Array(ours.buffer.bytes[start..<start + input.byteCount])
            }
        }
    }

    static func operation(
        count: Int,
        run: @escaping (Int) throws -> Void,
        result: @escaping () throws -> [UInt8]
    ) -> Operation {
        Operation(
            version: Versions.handshake,
            kernel: AESGCMKernel.best.name,
            operationsPerCall: count,
            run: run,
            result: result
        )
    }
}
