// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS

/// Prints what was checked, and counts what was not as it should be.
struct Checks {
    private(set) var failureCount = 0

    mutating func check(_ what: String, _ isRight: Bool) {
        print(isRight ? "right:" : "WRONG:", what)
        if !isRight { failureCount += 1 }
    }

    mutating func check(_ what: String, _ secret: borrowing SecretBytes, is expected: [UInt8]) {
        check(what, secret.withBytes { constantTimeEqual($0, expected.span) })
    }
}

/// One direction's records under one traffic secret.
struct Direction: ~Copyable {
    private var opener: TLS13.RecordOpener
    private var sealer: TLS13.RecordSealer

    init(_ schedule: TLS13.KeySchedule, trafficSecret: borrowing SecretBytes) throws {
        let key = try schedule.writeKey(trafficSecret: trafficSecret, byteCount: 16)
        let vector = try schedule.writeInitializationVector(trafficSecret: trafficSecret)
        let opener = try key.withBytes {
            try TLS13.RecordOpener(key: $0, initializationVector: vector.span)
        }
        let sealer = try key.withBytes {
            try TLS13.RecordSealer(key: $0, initializationVector: vector.span)
        }
        self.opener = opener
        self.sealer = sealer
    }

    /// Opens the direction's next record, and checks that sealing what was in it gives the same bytes.
    mutating func exchange(
        _ what: String,
        _ record: [UInt8],
        contentType: ContentType,
        _ checks: inout Checks
    ) throws -> [UInt8] {
        let opened = try opener.open(record)
        checks.check("\(what), opened", opened.contentType == contentType)
        let sealed = try sealer.seal(opened.content, contentType: opened.contentType)
        checks.check("\(what), sealed again", sealed == record)
        return opened.content
    }
}
