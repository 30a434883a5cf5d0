import Foundation
import Testing

/// `handshake serve` in the background, on a port of its own.
final class ServerProgram {
    let port: Int
    private let process: Process
    private let notes: Pipe

    /// Starts it with these arguments besides `--listen`, and waits until it listens.
    init(_ tool: ToolProgram, _ arguments: [String]) throws {
        process = Process()
        process.executableURL = ToolProgram.executable
        process.arguments = ["serve", "--listen", "localhost:0"] + arguments
        process.currentDirectoryURL = tool.folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
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

    var url: String { "https://localhost:\(port)" }

    /// Asks it to end; returns its status and what it has told since it began to listen.
    func end() throws -> (status: Int32, notes: String) {
        process.terminate()
        let data = try notes.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
