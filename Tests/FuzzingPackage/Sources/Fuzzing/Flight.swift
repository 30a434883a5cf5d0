// SPDX-License-Identifier: Apache-2.0

/// What one side sends at once, as records; what goes under keys is in the clear where its keys are known.
struct Flight {
    struct Record {
        var type: UInt8
        var content: [UInt8]
        /// The content is what went over the wire, protected or not: no keys are put to it again.
        var isRaw = false
        /// Xored into a byte of the record after it was sealed.
        var damage: (place: Int, bits: UInt8)?

        static let changeCipherSpec: UInt8 = 20
        static let handshake: UInt8 = 22
        static let applicationData: UInt8 = 23

        var bytes: [UInt8] {
            let count = content.count
            return [type, 3, 3, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)] + content
        }
    }

    let fromClient: Bool
    var records: [Record] = []
    /// Bytes that take the place of all records' bytes.
    var replacement: [UInt8]?

    init(_ bytes: [UInt8], fromClient: Bool) {
        self.fromClient = fromClient
        var start = 0
        while start + 5 <= bytes.count {
            let end = start + 5 + (Int(bytes[start + 3]) << 8 | Int(bytes[start + 4]))
            records.append(
                Record(type: bytes[start], content: Array(bytes[start + 5..<min(end, bytes.count)]))
            )
            start = end
        }
    }
}
