// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where results go, each line at once; a line stays one, whatever it quotes.
enum StandardOutput {
    static func print(_ line: String) { write(line.printable + "\n") }

    /// Writes text of several lines, in which what strangers chose has been made printable.
    static func write(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
}

/// Where notes and traces go, so that standard output holds nothing but results; a line stays one,
/// whatever it quotes.
enum StandardError {
    static func print(_ line: String) { write(line.printable + "\n") }

    /// Writes text of several lines, in which what strangers chose has been made printable.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

/// What a command says of the files that it wrote, unless it is to be quiet.
struct Report {
    let isQuiet: Bool

    func print(_ line: String) {
        if !isQuiet { StandardOutput.print(line) }
    }
}
