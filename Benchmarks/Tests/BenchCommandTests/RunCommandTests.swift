// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measurement
import Testing
import Workloads

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

    private static let ed25519Key = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """

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
            for output in ["pipe", ".", "/dev/null"] {
                let outcome = try run(bench, output: output)
                #expect(outcome.status != 0 && !isMeasuring(outcome))
                #expect(outcome.error.contains("\(output) cannot be written"))
            }
            let type = try FileManager.default.attributesOfItem(atPath: pipe)[.type]
            #expect(type as? FileAttributeType != .typeRegular)
        }
    }

    /// Nothing is measured, and nothing written.
    @Test func wrongSelectionsAreRefusedWithWhatToDo() throws {
        try BenchProgram.inTemporaryFolder { bench in
            try bench.write("other.pem", Self.ed25519Key)
            try bench.write("text.so", "no library")
            let key = try #require(BenchmarkKey.fixed().first).pkcs1
            let base64 = Data(key).base64EncodedString(options: .lineLength64Characters)
            try bench.write(
                "rsa.pem",
                "-----BEGIN RSA PRIVATE KEY-----\n\(base64)\n-----END RSA PRIVATE KEY-----\n"
            )
            let cases = [
                (
                    ["--filter", "no such id"],
                    "no workload matches no such id; handshake-bench list"
                ),
                (["--filter", "("], "is not a regular expression"),
                (["--key", "other.pem"], "a key for Ed25519, not for RSA"),
                (["--key", "other.pem"], "--key takes an RSA private key in PEM, not encrypted"),
                (["--key", "nothing.pem"], "nothing.pem: No such file"),
                (
                    ["--key", "rsa.pem", "--filter", "^aes"],
                    "no workload that is selected has an RSA key of 2048 bits"
                ),
                (["--key", "rsa.pem", "--filter", "rsa3072"], "rsa2048-private, "),
                (["--peer", "x=./nothing.so"], "--peer x: ./nothing.so: "),
                (
                    ["--peer", "x=./text.so"],
                    "--peer takes NAME=LIBCRYPTO or NAME=LIBCRYPTO,LIBSSL"
                ),
                (["--peer", "x=./text.so,./text.so,."], "'x=./text.so,./text.so,.' is no peer"),
                (["--peers", "x"], "'x' is no peer; --peers knows openssl"),
            ]
            let before = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
            for (options, said) in cases {
                let outcome = try bench.run(
                    arguments: ["run", "--quick", "--output", "result.json"] + options
                )
                #expect(outcome.status == 64 && !isMeasuring(outcome), "\(options)")
                #expect(outcome.error.contains(said), "\(options): \(outcome.error)")
            }
            let after = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
            #expect(Set(after) == Set(before))
        }
    }

    private func interrupted(
        _ bench: BenchProgram,
        _ options: [String] = [],
        at mark: String
    ) throws -> BenchProgram.Outcome {
        try bench.run(
            arguments: ["run", "--peers", "none", "--filter", "^aes", "--output", "result.json"]
                + options,
            mark: mark,
            signal: SIGTERM
        )
    }

    @Test func anInterruptedRunKeepsWhatIsComplete() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let outcome = try interrupted(bench, at: "[4/")
            #expect(outcome.status == 143)
            #expect(outcome.error.contains("workloads were complete and are in result.json"))
            let path = bench.folder.appending(path: "result.json").path
            let result = try ResultFile(path: path)
            #expect(result.contradictions == [])
            let planned = try #require(result.interrupted?.plannedWorkloads)
            #expect((3..<planned).contains(result.measurements.count))
        }
    }

    /// No workload has seven rounds before the third pass.
    @Test func withoutAnythingCompleteThereIsNoFile() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let outcome = try interrupted(bench, ["--quick"], at: "[1/")
            #expect(outcome.status == 143)
            #expect(outcome.error.contains("nothing is kept"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path) == [])
        }
    }

    @Test func theTableIsShownEvenIfTheFileCannotBeWritten() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let folder = bench.folder.appending(path: "results")
            let other = bench.folder.appending(path: "other")
            try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
            let outcome = try run(
                bench,
                output: folder.appending(path: "result.json").path,
                environment: ["TMPDIR": other.path],
                whileMeasuring: {
                    try FileManager.default.removeItem(at: folder)
                    try bench.write("results", "in its place")
                }
            )
            #expect(outcome.status != 0)
            #expect(outcome.output.contains("rsa2048-private"))
            #expect(outcome.error.contains("result.json cannot be written"))
            let kept = try FileManager.default.contentsOfDirectory(atPath: other.path)
                .filter { $0.hasSuffix(".json") }
            #expect(kept.count == 1)
            for name in kept {
                let path = other.appending(path: name).path
                #expect(outcome.error.contains("the result is in \(path) instead"))
                #expect(try ResultFile(path: path).measurements.count == 3)
            }
        }
    }
    #endif
}
