// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measurement
import Testing

@Suite(.serialized) struct RunCommandTests {
    private func run(
        _ bench: BenchProgram,
        output: String,
        environment: [String: String] = [:],
        whileMeasuring: () throws -> Void = {}
    ) throws -> BenchProgram.Outcome {
        try bench.run(
            "run",
            "--quick",
            "--peers",
            "none",
            "--filter",
            "^rsa[234].*-private$",
            "--output",
            output,
            environment: environment,
            whileMeasuring: whileMeasuring
        )
    }

    private func isMeasuring(_ outcome: BenchProgram.Outcome) -> Bool {
        outcome.error.contains("[1/")
    }

    #if DEBUG
    @Test func aDebugBuildIsNotMeasured() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let outcome = try run(bench, output: "result.json")
            #expect(outcome.status != 0 && !isMeasuring(outcome))
            #expect(outcome.error.contains("this is a debug build"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path) == [])
        }
    }
    #else
    @Test func aRunLeavesItsFile() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let path = bench.folder.appending(path: "new/result.json").path
            let outcome = try run(bench, output: path)
            #expect(outcome.status == 0, "\(outcome.error)")
            let result = try ResultFile(path: path)
            #expect(result.measurements.count == 3)
            for measurement in result.measurements {
                let rounds = measurement.secondsPerOperation?.samples.count
                #expect(measurement.peak == nil || measurement.peak?.samples?.count == rounds)
            }
            #expect(outcome.output.contains("written to \(path)"))
        }
    }

    @Test func aMisspelledFeatureIsRefused() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let environment = ["HANDSHAKE_CPU_DISABLE": "vaes,avx512ifm"]
            let outcome = try run(bench, output: "result.json", environment: environment)
            #expect(outcome.status != 0 && !isMeasuring(outcome))
            #expect(outcome.error.contains("avx512ifm"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path) == [])
            let pairs = try bench.run(
                "ab",
                "--base",
                "/bin/true",
                "--head",
                "/bin/true",
                environment: environment
            )
            #expect(pairs.status != 0 && !pairs.error.contains("pair 1"))
            #expect(pairs.error.contains("avx512ifm"))
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsFoundBeforeAnythingIsMeasured() throws {
        try BenchProgram.inTemporaryFolder { bench in
            try bench.write("file", "")
            let outcome = try run(bench, output: "file/result.json")
            #expect(outcome.status != 0 && !isMeasuring(outcome))
            #expect(outcome.error.contains("file/result.json cannot be written"))
        }
    }

    /// A file that is renamed into its place would take the place of a device, such as /dev/null.
    @Test func whatIsNoFileIsNotReplaced() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let pipe = bench.folder.appending(path: "pipe").path
            #expect(unsafe mkfifo(pipe, 0o600) == 0)
            for output in ["pipe", "."] {
                let outcome = try run(bench, output: output)
                #expect(outcome.status != 0 && !isMeasuring(outcome))
                #expect(outcome.error.contains("\(output) cannot be written"))
            }
            let type = try FileManager.default.attributesOfItem(atPath: pipe)[.type]
            #expect(type as? FileAttributeType != .typeRegular)
        }
    }

    @Test func theTableIsShownEvenIfTheFileCannotBeWritten() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let folder = bench.folder.appending(path: "results")
            let outcome = try run(
                bench,
                output: folder.appending(path: "result.json").path,
                whileMeasuring: {
                    try FileManager.default.removeItem(at: folder)
                    try bench.write("results", "in its place")
                }
            )
            #expect(outcome.status != 0)
            #expect(outcome.output.contains("rsa2048-private"))
            #expect(outcome.error.contains("result.json cannot be written"))
        }
    }
    #endif
}
