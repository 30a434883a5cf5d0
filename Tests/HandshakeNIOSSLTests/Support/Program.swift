// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Another program of this machine. A machine without it fails the test.
enum Program {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs it with `files` written to a folder of its own, where a file's name in `arguments`
    /// stands for its path. Returns its standard output; throws unless it ends with `status`.
    @discardableResult
    static func run(
        _ name: String,
        _ arguments: [String],
        files: [String: String] = [:],
        input: String = "",
        status: Int32 = 0
    ) throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-niossl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        // Files, not pipes: nothing can block on a full one.
        let paths = ["input", "output", "error"].map { folder.appending(path: "standard-\($0)") }
        try Data(input.utf8).write(to: paths[0])
        for path in paths.dropFirst() { try Data().write(to: path) }

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [name]
            + arguments.map { files[$0] == nil ? $0 : folder.appending(path: $0).path }
        process.standardInput = try FileHandle(forReadingFrom: paths[0])
        process.standardOutput = try FileHandle(forWritingTo: paths[1])
        process.standardError = try FileHandle(forWritingTo: paths[2])
        try process.run()
        process.waitUntilExit()
        let output = String(decoding: try Data(contentsOf: paths[1]), as: UTF8.self)
        guard process.terminationStatus == status else {
            let error = String(decoding: try Data(contentsOf: paths[2]), as: UTF8.self)
            throw Failure(
                description: "\(name) \(arguments.joined(separator: " ")) ended with "
                    + "\(process.terminationStatus): \(output)\(error)"
            )
        }
        return output
    }
}
