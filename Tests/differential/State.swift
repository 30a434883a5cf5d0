// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#endif

/// How far the groups of a run are, in a file, so that another run goes on from there.
///
/// Its first line names what the counts hold for, the seed and the library; the others are a group, its
/// cases, its answers that were compared, and how many of them differ.
struct State {
    /// What was done of a group.
    struct Counts {
        var cases = 0
        var answers = 0
        var mismatches = 0

        mutating func add(_ other: Counts) {
            cases += other.cases
            answers += other.answers
            mismatches += other.mismatches
        }
    }

    private let path: String?
    private let head: String
    private var groups: [String: Counts] = [:]

    /// Reads the file if there is one. Throws where it is of another run.
    init(path: String?, seed: UInt64, library: String) throws(StateError) {
        self.path = path
        head = "seed \(seed), \(library)"
        guard let path, let text = Self.contents(path) else { return }
        let lines = text.split(separator: "\n")
        guard lines.first.map(String.init) == head else { throw .otherRun(head) }
        for line in lines.dropFirst() {
            let fields = line.split(separator: " ")
            let numbers = fields.dropFirst().compactMap { Int($0) }
            guard fields.count == 4, numbers.count == 3 else { throw .unreadable }
            groups[String(fields[0])] = Counts(
                cases: numbers[0],
                answers: numbers[1],
                mismatches: numbers[2]
            )
        }
    }

    func counts(_ group: String) -> Counts { groups[group] ?? Counts() }

    mutating func set(_ group: String, _ counts: Counts) throws(StateError) {
        groups[group] = counts
        guard let path else { return }
        let lines = groups.sorted { $0.key < $1.key }.map { name, counts in
            "\(name) \(counts.cases) \(counts.answers) \(counts.mismatches)"
        }
        let text = ([head] + lines).joined(separator: "\n") + "\n"
        // In one step, so that a run that is ended leaves the old file or the new one.
        let temporary = path + ".new"
        guard let file = unsafe fopen(temporary, "w") else { throw .unwritable }
        let isWritten = unsafe fputs(text, file) >= 0
        guard unsafe fclose(file) == 0, isWritten, unsafe rename(temporary, path) == 0 else {
            throw .unwritable
        }
    }

    private static func contents(_ path: String) -> String? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe _ = fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&piece, 1, piece.count, file)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece[..<count]
        }
    }
}

enum StateError: Error, CustomStringConvertible {
    /// The file is of another seed or library than this.
    case otherRun(String)
    case unreadable
    case unwritable

    var description: String {
        switch self {
        case .otherRun(let run): "the state is of another run than this of \(run)"
        case .unreadable: "the state is none of this program's"
        case .unwritable: "the state cannot be written"
        }
    }
}
