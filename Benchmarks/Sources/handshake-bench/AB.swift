// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
private import HandshakeCore
internal import Measurement

struct AB: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ab",
        abstract: "Runs two builds of handshake-bench in turns and compares them.",
        discussion: """
            The builds alternate, the first of each pair by lot, so that a drifting machine hits \
            both alike; the interval is that of the pairs' ratios. Output and exit code are those \
            of compare.

            Interrupted (ctrl-C, SIGTERM), it compares the pairs that are complete; the exit code is 130 \
            or 143. A second signal ends it at once.
            """
    )

    @Option(help: ArgumentHelp("The handshake-bench to compare with.", valueName: "exe"))
    var base: String

    @Option(help: ArgumentHelp("The handshake-bench that is judged.", valueName: "exe"))
    var head: String

    @Option(help: "Only workloads whose id matches this regular expression.")
    var filter: String?

    @Option(help: "How often each build runs; fewer than 6 give a wider interval than 95 %.")
    var pairs = 7

    @OptionGroup var limit: SlowdownLimit

    func validate() throws {
        guard pairs >= 1 else { throw ValidationError("--pairs must be at least 1") }
        try CPUFeatures.requireKnownDisabledNames()
    }

    func run() throws {
        try limit.report {
            for executable in [base, head] {
                guard FileManager.default.isExecutableFile(atPath: executable) else {
                    throw RunFailed(description: "\(executable) is no program that can be run")
                }
            }
            Interruption.note()
            return try compare()
        }
        if let interruption = Interruption.noted { throw ExitCode(interruption.exitStatus) }
    }

    private func compare() throws -> Comparison {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("handshake-bench-ab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var bases: [ResultFile] = []
        var heads: [ResultFile] = []
        do {
            for pair in 1...pairs {
                note("pair \(pair) of \(pairs)")
                for isHead in [true, false].shuffled() {
                    let output = folder.appendingPathComponent("\(pair)-\(isHead).json").path
                    let result = try measure(isHead ? head : base, output: output)
                    if isHead { heads.append(result) } else { bases.append(result) }
                }
            }
        } catch is Interrupted {
            let completeCount = min(bases.count, heads.count)
            note("interrupted: \(completeCount) of \(pairs) pairs are complete")
            if completeCount == 0 { throw Interrupted() }
            bases.removeLast(bases.count - completeCount)
            heads.removeLast(heads.count - completeCount)
        }
        return try Comparison(bases: bases, heads: heads, tolerance: limit.tolerance)
    }

    private func measure(_ executable: String, output: String) throws -> ResultFile {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments =
            ["run", "--quick", "--peers", "none", "--output", output]
            + (filter.map { ["--filter", $0] } ?? [])
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        while process.isRunning, Interruption.noted == nil { Thread.sleep(forTimeInterval: 0.1) }
        let isInterrupted = Interruption.noted != nil
        if isInterrupted { process.terminate() }
        process.waitUntilExit()
        if isInterrupted { throw Interrupted() }
        guard process.terminationStatus == 0 else {
            throw RunFailed(description: "\(executable) run failed")
        }
        return try ResultFile(path: output)
    }

    private func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    private struct RunFailed: Error, CustomStringConvertible {
        let description: String
    }
}
