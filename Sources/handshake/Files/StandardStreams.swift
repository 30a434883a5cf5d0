// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where results go, each line at once; a line stays one, whatever it quotes.
enum StandardOutput {
    static func print(_ line: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((line.printable + "\n").utf8))
    }
}

/// Where notes and traces go, so that standard output holds nothing but results; a line stays one,
/// whatever it quotes.
enum StandardError {
    static func print(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data((line.printable + "\n").utf8))
    }
}
