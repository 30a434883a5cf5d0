// SPDX-License-Identifier: Apache-2.0

internal import TestSupport

/// The library's answers compared with libcrypto's, and what came of it.
///
/// With `plantsFaults`, of each kind of comparison a bit of one of our answers is changed, and one answer
/// is accepted for rejected, or the other way round: each has to be among the mismatches.
struct Comparison {
    /// How many answers were compared.
    private(set) var count = 0
    /// What differs, a line each.
    private(set) var mismatches: [String] = []
    /// How often a rule of ours that is known to be another explains a difference.
    private(set) var known: [KnownRule: Int] = [:]

    let plantsFaults: Bool
    /// Which faults were planted.
    private(set) var planted: Set<String> = []

    init(plantsFaults: Bool) { self.plantsFaults = plantsFaults }

    /// Compares two answers; nil is a rejection. `what` names the kind of comparison.
    mutating func compare(
        _ ours: [UInt8]?,
        _ theirs: [UInt8]?,
        _ what: @autoclosure () -> String
    ) {
        count += 1
        let ours = plantsFaults ? faulty(ours, what()) : ours
        if ours != theirs {
            mismatches.append("\(what()): ours \(text(ours)), libcrypto's \(text(theirs))")
        }
    }

    /// Compares whether two accept. `input` is shown where they differ.
    mutating func compare(
        accepts ours: Bool,
        _ theirs: Bool,
        _ what: @autoclosure () -> String,
        of input: @autoclosure () -> String = ""
    ) {
        count += 1
        let isPlanted = plantsFaults && planted.insert("answer of \(what())").inserted
        let ours = ours != isPlanted
        if ours != theirs {
            mismatches.append(
                "\(what()): ours \(word(ours)), libcrypto \(word(theirs)) \(input())"
            )
        }
    }

    /// Checks what has to hold of an answer of ours that libcrypto has no counterpart of.
    mutating func check(_ holds: Bool, _ what: @autoclosure () -> String) {
        compare(accepts: holds, true, what())
    }

    /// Counts a difference that a rule explains.
    mutating func count(_ rule: KnownRule) { known[rule, default: 0] += 1 }

    mutating func fail(_ what: String) { mismatches.append(what) }

    private mutating func faulty(_ answer: [UInt8]?, _ what: String) -> [UInt8]? {
        if var changed = answer, !changed.isEmpty, planted.insert("bit of \(what)").inserted {
            changed[changed.count / 2] ^= 0x10
            return changed
        }
        guard planted.insert("answer of \(what)").inserted else { return answer }
        return answer == nil ? [] : nil
    }

    private func text(_ answer: [UInt8]?) -> String {
        guard let answer else { return "rejected" }
        return answer.count > 64
            ? "\(answer.count) bytes \(Array(answer.prefix(32)).hexadecimal)…" : answer.hexadecimal
    }

    private func word(_ isAccepted: Bool) -> String { isAccepted ? "accepts" : "rejects" }
}
