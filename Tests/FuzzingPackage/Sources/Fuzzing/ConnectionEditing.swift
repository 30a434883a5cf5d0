// SPDX-License-Identifier: Apache-2.0

/// A whole connection with changes. The input: a scenario, into how many bytes at once it is cut, then changes of
/// four bytes and what they bring: the record's place among all, the kind, two numbers.
enum ConnectionEditing {
    private struct Edit {
        let place: Int
        let kind: UInt8
        let first: UInt8
        let second: UInt8
        var bytes: [UInt8] = []

        /// The change that the input begins with, which it loses.
        init?(_ input: inout ArraySlice<UInt8>) {
            guard input.count >= 4 else { return nil }
            let start = input.startIndex
            place = Int(input[start] & 0x1F)
            kind = input[start + 1] % 12
            first = input[start + 2]
            second = input[start + 3]
            input = input.dropFirst(4)
            if [5, 6, 11].contains(kind) {
                bytes = Array(input.prefix(Int(first)))
                input = input.dropFirst(Int(first))
            }
        }

        var number: Int { Int(first) << 8 | Int(second) }
    }

    static func run(_ input: [UInt8]) {
        guard input.count >= 2 else { return }
        let connection = Connection(Scenario.all[Int(input[0]) % Scenario.all.count])
        if input[1] != 0 { connection.pieceByteCount = Int(input[1]) }
        var rest = input.dropFirst(2)
        var edits: [Edit] = []
        while edits.count < 8, let edit = Edit(&rest) { edits.append(edit) }
        var start = 0
        connection.run { flight in
            let count = flight.records.count
            for edit in edits where (start..<start + count).contains(edit.place) {
                apply(edit, at: edit.place - start, to: &flight.records)
            }
            start += count
        }
    }

    private static func apply(_ edit: Edit, at index: Int, to records: inout [Flight.Record]) {
        guard index < records.count else { return }
        let count = records[index].content.count
        let place = count == 0 ? 0 : edit.number % count
        switch edit.kind {
        case 0: records.remove(at: index)
        case 1: records.insert(records[index], at: index)
        case 2: if index + 1 < records.count { records.swapAt(index, index + 1) }
        case 3: if count > 0 { records[index].content[place] ^= edit.second | 1 }
        case 4: records[index].content.removeSubrange(place...)
        case 5: records[index].content = edit.bytes
        case 6: records[index].content.insert(contentsOf: edit.bytes, at: place)
        case 7: records[index].type = 20 + edit.first % 5
        case 8:
            var tail = records[index]
            tail.content.removeSubrange(..<place)
            records[index].content.removeSubrange(place...)
            records.insert(tail, at: index + 1)
        case 9:
            records[index].damage = (edit.number, edit.second | 1)
        case 10:
            guard index + 1 < records.count, records[index + 1].type == records[index].type else {
                return
            }
            records[index].content += records[index + 1].content
            records.remove(at: index + 1)
        default:
            records.insert(
                Flight.Record(type: 20 + edit.second % 5, content: edit.bytes),
                at: index
            )
        }
    }
}
