// SPDX-License-Identifier: Apache-2.0

#if canImport(Foundation)
internal import Foundation

/// The system's `openssl` program, which the tests check this library against.
///
/// A machine without it fails those tests; it is never a reason to skip them.
public enum OpenSSLProgram {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Runs `openssl` with `input` on its standard input and returns its standard output. Throws if
    /// it cannot be run or does not succeed.
    @discardableResult
    public static func run(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        try withTemporaryFolder { folder in
            // Files, not pipes: nothing can block on a full one.
            let standardInput = folder.appending(path: "input")
            let standardOutput = folder.appending(path: "output")
            let standardError = folder.appending(path: "error")
            try Data(input).write(to: standardInput)
            try Data().write(to: standardOutput)
            try Data().write(to: standardError)

            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["openssl"] + arguments
            process.standardInput = try FileHandle(forReadingFrom: standardInput)
            process.standardOutput = try FileHandle(forWritingTo: standardOutput)
            process.standardError = try FileHandle(forWritingTo: standardError)
            do {
                try process.run()
            } catch {
                throw Failure(description: "the openssl program cannot be run: \(error)")
            }
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                let message = String(decoding: try Data(contentsOf: standardError), as: UTF8.self)
                let hint =
                    process.terminationStatus == 127
                    ? "; these tests need it: apt-get install openssl" : ""
                throw Failure(
                    description: "openssl \(arguments.joined(separator: " ")) failed with "
                        + "\(process.terminationStatus): \(message)\(hint)"
                )
            }
            return Array(try Data(contentsOf: standardOutput))
        }
    }

    /// Runs `openssl` with files: each of `files` is written to a folder, where the program runs as
    /// `arguments` say; a file's name in them stands for its path.
    @discardableResult
    public static func run(
        _ arguments: [String],
        files: [String: [UInt8]],
        input: [UInt8] = []
    ) throws -> [UInt8] {
        try withTemporaryFolder { folder in
            for (name, contents) in files {
                try Data(contents).write(to: folder.appending(path: name))
            }
            let paths = arguments.map { argument in
                files[argument] == nil ? argument : folder.appending(path: argument).path
            }
            return try run(paths, input: input)
        }
    }

    private static func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
#endif
