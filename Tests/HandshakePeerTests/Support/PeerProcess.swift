// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program that the tests run: its output goes to files, and it never outlives its test.
final class PeerProcess: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let folder: URL
    private let name: String
    private let input = Pipe()

    /// Starts the program, with `input` on its standard input, which stays open after that unless
    /// `closesInput`. It is killed after five minutes, even if this process is gone by then.
    init(
        _ arguments: [String],
        input bytes: [UInt8] = [],
        closesInput: Bool = false,
        environment: [String: String] = [:]
    ) throws {
        name = arguments[0]
        folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "--signal=KILL", "300"] + arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        process.standardInput = input
        process.standardOutput = try Self.file(folder, "output")
        process.standardError = try Self.file(folder, "error")
        try process.run()
        let writer = input.fileHandleForWriting
        let data = Data(bytes)
        // A program that has ended early closes the pipe: nothing is left to write for.
        Thread.detachNewThread {
            if !data.isEmpty { try? writer.write(contentsOf: data) }
            if closesInput { try? writer.close() }
        }
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func file(_ folder: URL, _ name: String) throws -> FileHandle {
        let file = folder.appending(path: name)
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    func stop() {
        guard process.isRunning else { return }
        // The program may have inherited a mask that keeps SIGTERM out. `timeout` leads a process
        // group, which the program is in.
        kill(-process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// What it has written to its standard output so far.
    var output: [UInt8] { contents("output") }
    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: contents("error"), as: UTF8.self) }

    /// A file in the folder where it runs.
    func contents(_ name: String) -> [UInt8] {
        (try? Data(contentsOf: folder.appending(path: name))).map(Array.init) ?? []
    }

    /// Waits until `condition` answers a value. Throws after a minute, and, with what the program
    /// said, if it has ended.
    func wait<Value>(for what: String, _ condition: (PeerProcess) -> Value?) async throws -> Value {
        for _ in 0..<6000 {
            let isRunning = process.isRunning
            if let value = condition(self) { return value }
            guard isRunning else {
                throw Failure(
                    description: "\(name) ended with \(process.terminationStatus) before \(what): "
                        + "\(outputText.suffix(2000)) \(errorText.suffix(2000))"
                )
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Failure(
            description: "\(name): no \(what) in a minute: \(outputText.suffix(2000)) "
                + "\(errorText.suffix(2000))"
        )
    }

    /// Waits for text on either output.
    func wait(forText text: String) async throws {
        try await wait(for: "\"\(text)\"") { process in
            (process.outputText + process.errorText).contains(text) ? () : nil
        }
    }

    /// Waits until the program has ended and answers its exit status.
    func waitForEnd() async throws -> Int32 {
        try await wait(for: "its end") { $0.process.isRunning ? nil : $0.process.terminationStatus }
    }
}
