// SPDX-License-Identifier: Apache-2.0

#if os(Linux) && canImport(Foundation)
internal import Foundation

/// Looks for secrets in the memory of a process, on Linux.
///
/// The needles are kept with every bit inverted, so that the search does not find itself where it
/// searches its own process.
public struct MemorySearch {
    /// A window of a needle is found, or nothing of it.
    public static let windowByteCount = 16

    private let windows: [UInt64: [(second: UInt64, name: String)]]
    /// Whether a window begins with these two bytes: nearly all places are told by this alone.
    private let beginnings: [Bool]

    /// Needles by their names, every bit inverted.
    public init(inverted needles: [(name: String, bytes: [UInt8])]) {
        var windows: [UInt64: [(second: UInt64, name: String)]] = [:]
        var beginnings = [Bool](repeating: false, count: 1 << 16)
        for needle in needles where needle.bytes.count >= Self.windowByteCount {
            for start in 0...needle.bytes.count - Self.windowByteCount {
                let first = Self.number(needle.bytes, start)
                let second = Self.number(needle.bytes, start + 8)
                windows[first, default: []].append((second, needle.name))
                beginnings[Int(first & 0xFFFF)] = true
            }
        }
        self.windows = windows
        self.beginnings = beginnings
    }

    private static func number(_ bytes: [UInt8], _ start: Int) -> UInt64 {
        (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(bytes[start + $1]) }
    }

    /// How many places of the process' own writable memory hold a window, by the needle's name.
    public func places(in process: String = "self") throws -> [String: Int] {
        let maps = try String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)
        let memory = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(process)/mem"))
        var places: [String: Int] = [:]
        for line in maps.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 1, fields[1].hasPrefix("rw"), !line.hasSuffix("[vvar]") else {
                continue
            }
            let bounds = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            var start = bounds[0]
            while start < bounds[1] {
                let byteCount = min(Int(bounds[1] - start), 4 << 20)
                try memory.seek(toOffset: start)
                guard let chunk = try? memory.read(upToCount: byteCount), !chunk.isEmpty else {
                    break
                }
                search([UInt8](chunk), &places)
                guard chunk.count == byteCount, byteCount > Self.windowByteCount else { break }
                // A window may lie across.
                let isLast = start + UInt64(byteCount) == bounds[1]
                start += UInt64(isLast ? byteCount : byteCount - Self.windowByteCount + 1)
            }
        }
        return places
    }

    private func search(_ bytes: [UInt8], _ places: inout [String: Int]) {
        guard bytes.count >= Self.windowByteCount else { return }
        var window: (first: UInt64, second: UInt64) = (0, 0)
        for index in bytes.indices {
            window.first = window.first >> 8 | window.second << 56
            window.second = window.second >> 8 | UInt64(~bytes[index]) << 56
            guard beginnings[Int(window.first & 0xFFFF)], let found = windows[window.first] else {
                continue
            }
            for needle in found where needle.second == window.second {
                places[needle.name, default: 0] += 1
            }
        }
    }
}
#endif
