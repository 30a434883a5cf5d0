// SPDX-License-Identifier: Apache-2.0

private import Foundation

package enum Command {
    /// What a program writes to its standard output, trimmed. nil if it is not there, or ends with
    /// another status than 0 and `allowedStatus`.
    package static func output(_ command: String..., allowedStatus: Int32 = 0) -> String? {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard [0, allowedStatus].contains(process.terminationStatus) else { return nil }
        return String(decoding: data, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
