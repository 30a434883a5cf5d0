// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The `handshake` program that was built with these tests, in a folder of its own.
struct ToolProgram {
    struct Outcome {
        let status: Int32
        let standardOutput: String
        let standardError: String
    }

    let folder: URL

    /// Calls `body` with an authority in `ca.pem`, and certificates and keys of its for the server
    /// `localhost` and the client `client`.
    static func withCertificates(_ body: (ToolProgram) throws -> Void) throws {
        try inTemporaryFolder { tool in
            try tool.succeed("ca", "create", "--bits", "2048")
            try tool.succeed("request", "localhost")
            try tool.succeed("request", "client", "--use", "client")
            try tool.succeed("sign", "localhost-request.pem", "client-request.pem")
            try body(tool)
        }
    }

    /// The options that name a server's and a client's certificate and key.
    static let serverCredential = ["--certificate", "localhost.pem", "--key", "localhost-key.pem"]
    static let clientCredential = ["--certificate", "client.pem", "--key", "client-key.pem"]

    /// Calls `body` with the program in an empty folder, which goes afterwards.
    static func inTemporaryFolder<Value>(_ body: (ToolProgram) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-tool-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(ToolProgram(folder: folder))
    }

    /// The build's folder, where the tests' own bundle lies, too.
    static let executable = Bundle.main.bundleURL.appending(path: "handshake")

    /// Runs the program with `input` on its standard input, and waits for it.
    func run(_ arguments: [String], input: [UInt8] = []) throws -> Outcome {
        // Files, not pipes: nothing can block on a full one.
        let inputFile = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let error = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer {
            try? FileManager.default.removeItem(at: inputFile)
            try? FileManager.default.removeItem(at: output)
            try? FileManager.default.removeItem(at: error)
        }
        try Data(input).write(to: inputFile)
        try Data().write(to: output)
        try Data().write(to: error)
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            standardOutput: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            standardError: String(decoding: try Data(contentsOf: error), as: UTF8.self)
        )
    }

    /// Runs the program, which has to succeed, and returns its standard output.
    @discardableResult
    func succeed(
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let outcome = try run(arguments)
        #expect(outcome.status == 0, "\(outcome.standardError)", sourceLocation: sourceLocation)
        return outcome.standardOutput
    }

    /// Runs the program, which has to fail and to write nothing to its standard output, and returns
    /// its standard error.
    func fail(
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let outcome = try run(arguments)
        #expect(outcome.status != 0, sourceLocation: sourceLocation)
        #expect(outcome.standardOutput == "", sourceLocation: sourceLocation)
        return outcome.standardError
    }

    func path(_ file: String) -> String { folder.appending(path: file).path }

    func contents(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }
}
