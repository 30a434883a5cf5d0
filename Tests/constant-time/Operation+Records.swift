// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS
internal import TestSupport

/// Records of TLS 1.2 and 1.3: keys and content are secrets.
extension Operation {
    static var records: [Operation] {
        AESGCMKernel.supported.flatMap { kernel in
            [100, 1350].flatMap { byteCount in
                [
                    seal("tls12", byteCount, kernel, TLS12Side.init),
                    open("tls12", byteCount, kernel, TLS12Side.init),
                    openWrong("tls12", byteCount, kernel, TLS12Side.init),
                    seal("tls13", byteCount, kernel, TLS13Side.init),
                    open("tls13", byteCount, kernel, TLS13Side.init),
                    openWrong("tls13", byteCount, kernel, TLS13Side.init),
                ]
            } + [
                batch("tls12", kernel, TLS12Side.init), batch("tls13", kernel, TLS13Side.init),
            ]
        }
    }

    private typealias MakeSide = ([UInt8], AESGCMKernel) throws -> any Side

    private static func seal(
        _ version: String,
        _ byteCount: Int,
        _ kernel: AESGCMKernel,
        _ makeSide: @escaping MakeSide
    ) -> Operation {
        Operation(name: "\(version) seal a record of \(byteCount)", kernel: kernel.name) { secret in
            var generator = SeededGenerator(secret: secret)
            let side = try makeSide(generator.bytes(16), kernel)
            let content = generator.bytes(byteCount)
            var record = [UInt8](repeating: 0, count: byteCount + side.overheadByteCount)
            return { try side.seal(content, into: &record) }
        }
    }

    private static func open(
        _ version: String,
        _ byteCount: Int,
        _ kernel: AESGCMKernel,
        _ makeSide: @escaping MakeSide
    ) -> Operation {
        Operation(name: "\(version) open a record of \(byteCount)", kernel: kernel.name) { secret in
            var generator = SeededGenerator(secret: secret)
            let side = try makeSide(generator.bytes(16), kernel)
            var content = generator.bytes(byteCount + side.overheadByteCount)
            var record = content
            try side.seal(Array(content[..<byteCount]), into: &record)
            return { try side.open(record, into: &content) }
        }
    }

    private static func openWrong(
        _ version: String,
        _ byteCount: Int,
        _ kernel: AESGCMKernel,
        _ makeSide: @escaping MakeSide
    ) -> Operation {
        Operation(
            name: "\(version) open a record of \(byteCount), wrong tag",
            kernel: kernel.name,
            sortCount: wrongPlaceCount
        ) { secret in
            var generator = SeededGenerator(secret: secret)
            let side = try makeSide(generator.bytes(16), kernel)
            var content = generator.bytes(byteCount + side.overheadByteCount)
            var record = content
            try side.seal(Array(content[..<byteCount]), into: &record)
            makeWrong(&record, from: record.count - AESGCMKey.tagByteCount, secret)
            return {
                try expect(RecordError(.authenticationFailed)) { () throws(RecordError) in
                    try side.open(record, into: &content)
                }
            }
        }
    }

    /// Records of several lengths.
    private static func batch(
        _ version: String,
        _ kernel: AESGCMKernel,
        _ makeSide: @escaping MakeSide
    ) -> Operation {
        Operation(name: "\(version) seal and open a batch of records", kernel: kernel.name) {
            secret in
            var generator = SeededGenerator(secret: secret)
            let side = try makeSide(generator.bytes(16), kernel)
            let contents = [1, 16, 100, 100, 100, 1350, 1350, 20].map { generator.bytes($0) }
            return { try side.sealAndOpen(contents) }
        }
    }
}

/// A sealer and the opener of its records, which closures share.
private protocol Side: AnyObject {
    var overheadByteCount: Int { get }
    func sealAndOpen(_ contents: [[UInt8]]) throws(RecordError)
    func seal(_ content: [UInt8], into record: inout [UInt8]) throws(RecordError)
    func open(_ record: [UInt8], into content: inout [UInt8]) throws(RecordError)
}

private final class TLS12Side: Side {
    private var sealer: TLS12.RecordSealer
    private var opener: TLS12.RecordOpener

    init(_ key: [UInt8], _ kernel: AESGCMKernel) throws {
        let iv = [UInt8](repeating: 0x71, count: 4)
        sealer = try TLS12.RecordSealer(key: key, initializationVector: iv, kernel: kernel)
        opener = try TLS12.RecordOpener(key: key, initializationVector: iv, kernel: kernel)
    }

    var overheadByteCount: Int { TLS12.recordLayout.overheadByteCount }

    func sealAndOpen(_ contents: [[UInt8]]) throws(RecordError) {
        _ = try opener.openBatch(sealer.sealBatch(contents, contentType: .applicationData))
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

private final class TLS13Side: Side {
    private var sealer: TLS13.RecordSealer
    private var opener: TLS13.RecordOpener

    init(_ key: [UInt8], _ kernel: AESGCMKernel) throws {
        let iv = [UInt8](repeating: 0x71, count: 12)
        sealer = try TLS13.RecordSealer(key: key, initializationVector: iv, kernel: kernel)
        opener = try TLS13.RecordOpener(key: key, initializationVector: iv, kernel: kernel)
    }

    var overheadByteCount: Int { TLS13.recordLayout.overheadByteCount }

    func sealAndOpen(_ contents: [[UInt8]]) throws(RecordError) {
        _ = try opener.openBatch(sealer.sealBatch(contents, contentType: .applicationData))
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
