// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `handshake serve` in the background, on a port of its own.
final class ServerProgram {
    let port: Int
    private let process: Process
    private let notes: Pipe

    /// Starts it with these arguments besides `--listen`, and waits until it listens. `descriptors`
    /// is how many it may have open.
    init(
        _ tool: ToolProgram,
        _ arguments: [String],
        output: Any = FileHandle.nullDevice,
        descriptors: Int? = nil
    ) throws {
        process = Process()
        let serve = ["serve", "--listen", "localhost:0"] + arguments
        if let descriptors {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments =
                ["-c", "ulimit -n \(descriptors); exec \"$0\" \"$@\"", ToolProgram.executable.path]
                + serve
        } else {
            process.executableURL = ToolProgram.executable
            process.arguments = serve
        }
        process.currentDirectoryURL = tool.folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        notes = Pipe()
        process.standardError = notes
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = notes.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        let line = text.split(separator: "\n").first ?? ""
        guard let number = line.split(separator: ":").last, let port = Int(number) else {
            throw Failure(description: "the server did not begin to listen: \(text)")
        }
        self.port = port
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    var processIdentifier: Int32 { process.processIdentifier }

    var url: String { "https://localhost:\(port)" }

    func send(signal number: Int32) { kill(process.processIdentifier, number) }

    /// What it tells next, up to a line that holds `text`.
    func note(with text: String) throws -> String {
        var told = ""
        while true {
            if let end = told.range(of: text), told[end.upperBound...].contains("\n") {
                return told
            }
            let data = notes.fileHandleForReading.availableData
            guard !data.isEmpty else {
                throw Failure(description: "'\(text)' was not told, but: \(told)")
            }
            told += String(decoding: data, as: UTF8.self)
        }
    }

    /// The most memory that it has had so far, in bytes.
    func peakMemory() throws -> Int {
        let status = try String(
            contentsOfFile: "/proc/\(process.processIdentifier)/status",
            encoding: .utf8
        )
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split(separator: " ").compactMap { Int($0) }.first
        return try #require(kibibytes) * 1024
    }

    /// Asks it to end; returns its status and what it has told since it began to listen.
    func end() throws -> (status: Int32, notes: String) {
        process.terminate()
        return try waitForEnd()
    }

    func waitForEnd() throws -> (status: Int32, notes: String) {
        let data = try notes.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
