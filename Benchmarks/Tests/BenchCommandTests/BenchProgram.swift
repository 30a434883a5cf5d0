// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measurement

/// The `handshake-bench` program that was built with these tests, in a folder of its own.
struct BenchProgram {
    struct Outcome {
        let status: Int32
        let output: String
        let error: String
    }

    let folder: URL

    /// Calls `body` with the program in an empty folder, which goes afterwards.
    static func inTemporaryFolder<Value>(_ body: (BenchProgram) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-bench-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(BenchProgram(folder: folder))
    }

    /// Runs the program and waits for it. Once it says `mark` on standard error, which is by default that
    /// it measures, `whileMeasuring` is called, and it gets `signal`.
    func run(
        _ arguments: String...,
        environment: [String: String] = [:],
        mark: String = "[",
        signal: Int32? = nil,
        whileMeasuring: () throws -> Void = {}
    ) throws -> Outcome {
        try run(
            arguments: arguments,
            environment: environment,
            mark: mark,
            signal: signal,
            whileMeasuring: whileMeasuring
        )
    }

    func run(
        arguments: [String],
        environment: [String: String] = [:],
        mark: String = "[",
        signal: Int32? = nil,
        whileMeasuring: () throws -> Void = {}
    ) throws -> Outcome {
        let output = folder.appending(path: UUID().uuidString)
        let error = folder.appending(path: UUID().uuidString)
        defer {
            try? FileManager.default.removeItem(at: output)
            try? FileManager.default.removeItem(at: error)
        }
        try Data().write(to: output)
        try Data().write(to: error)
        let process = Process()
        // The build's folder, where the tests' own bundle lies, too.
        process.executableURL = Bundle.main.bundleURL.appending(path: "handshake-bench")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .filter { $0.key != "HANDSHAKE_CPU_DISABLE" }
            .merging(environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
        while process.isRunning {
            let said = String(decoding: try Data(contentsOf: error), as: UTF8.self)
            if said.contains(mark) { break }
            Thread.sleep(forTimeInterval: 0.005)
        }
        try whileMeasuring()
        if let signal { kill(process.processIdentifier, signal) }
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: error), as: UTF8.self)
        )
    }

    /// Writes a file into the folder; returns its path.
    @discardableResult
    func write(_ name: String, _ text: String, isProgram: Bool = false) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        if isProgram {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755],
                ofItemAtPath: file.path
            )
        }
        return file.path
    }
}

extension ResultFile {
    /// A result of one workload, with times around `seconds`.
    static func sample(seconds: Double, workload: String = "w") -> ResultFile {
        ResultFile(
            machine: .init(
                name: "m",
                architecture: "x86_64",
                cpu: "c",
                features: [],
                processorCount: 2,
                virtualized: false,
                emulated: false
            ),
            build: .init(commit: "0", compiler: "s", gmp: "6", configuration: "release"),
            measurements: [
                .init(
                    workload: workload,
                    implementation: "handshake",
                    version: "1",
                    kernel: "k",
                    operationsPerCall: 1,
                    bytesPerOperation: 0,
                    secondsPerOperation: .init(
                        samples: (0..<15).map { seconds * (1 + 0.001 * Double($0)) }
                    )
                )
            ]
        )
    }
}
