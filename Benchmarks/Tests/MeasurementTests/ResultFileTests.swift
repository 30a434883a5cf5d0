// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measurement
import Testing

@Suite struct ResultFileTests {
    private let file = ResultFile(
        machine: .init(
            name: "a-machine",
            architecture: "x86_64",
            cpu: "A \"CPU\"",
            features: ["aes"],
            processorCount: 2,
            virtualized: true,
            emulated: false
        ),
        build: .init(commit: "0", compiler: "Swift", gmp: "6", configuration: "release"),
        command: "handshake-bench run",
        date: "2026-01-02T03:04:05Z",
        missing: [.init(implementation: "ipsec-mb", reason: "not there")],
        measurements: [
            .init(
                workload: "rsa2048-private",
                implementation: "handshake",
                version: "1",
                kernel: "gmp",
                operationsPerCall: 1,
                bytesPerOperation: 0,
                secondsPerOperation: .init(samples: [1e-6, 3e-6, 2e-6]),
                cpuSecondsPerOperation: 2e-6,
                peak: .init(name: "mulx", samples: [0.5, 0.4, 0.6])
            ),
            .init(
                workload: "rsa2048-private",
                implementation: "openssl",
                version: "3",
                kernel: nil,
                operationsPerCall: 1,
                bytesPerOperation: 0,
                secondsPerOperation: .init(samples: [2e-6, 6e-6, 4e-6])
            ),
        ]
    )

    private func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("handshake-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func roundTrip() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("new/folder/result.json").path
        try file.write(to: path)
        #expect(try ResultFile(path: path) == file)
    }

    @Test func whatAMachineDoesNotTellIsLeftOut() throws {
        var file = file
        file.machine.processorCount = nil
        file.machine.virtualized = nil
        let json = try file.json()
        #expect(!json.contains("processorCount") && !json.contains("virtualized"))
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("result.json").path
        try file.write(to: path)
        #expect(try ResultFile(path: path) == file)
    }

    @Test func whatMachinesAndRunsMayTellIsWrittenAndRead() throws {
        var file = file
        file.machine.microarchitecture = "Zen 4"
        file.machine.clock = .init(current: 2445.5, maximum: 3700)
        file.machine.caches = .init(l1Data: 32768, l1Instructions: 65536, l2: 1 << 20, l3: nil)
        file.machine.memoryByteCount = 1 << 34
        file.machine.kernelRelease = "6.1.0"
        file.machine.microcode = "0x1000065"
        file.interrupted = .init(plannedWorkloads: 40)
        file.measurements[0].ownKey = "0123456789abcdef"
        let json = try file.json()
        #expect(json.contains(#""caches":{"L1d":32768,"L1i":65536,"L2":1048576}"#))
        #expect(json.contains(#""interrupted": {"plannedWorkloads":40}"#))
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("result.json").path
        try file.write(to: path)
        #expect(try ResultFile(path: path) == file)
    }

    /// Files of all times can be read, and none contradicts itself.
    @Test func committedFilesAreRead() throws {
        let results = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("results")
        let files = try FileManager.default.subpathsOfDirectory(atPath: results.path)
            .filter { $0.contains("/") && $0.hasSuffix(".json") }
        #expect(!files.isEmpty)
        for name in files {
            let file = try ResultFile(path: results.appendingPathComponent(name).path)
            #expect(!file.measurements.isEmpty, "\(name)")
            #expect(file.contradictions == [], "\(name)")
        }
    }

    @Test func writingReplacesTheWholeFileAndLeavesNothingElse() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("result.json").path
        let old = String(repeating: "x", count: 100_000)
        try old.write(toFile: path, atomically: false, encoding: .utf8)
        try file.write(to: path)
        #expect(try ResultFile(path: path) == file)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["result.json"])
    }

    @Test func everyFieldHasTheContractsName() throws {
        let json = try JSONSerialization.jsonObject(with: Data(try file.json().utf8))
        let top = try #require(json as? [String: Any])
        #expect(
            Set(top.keys) == [
                "schema", "machine", "build", "command", "date", "missing", "measurements",
            ]
        )
        let measurements = try #require(top["measurements"] as? [[String: Any]])
        #expect(
            Set(measurements[0].keys) == [
                "workload", "implementation", "version", "kernel", "operationsPerCall",
                "bytesPerOperation", "secondsPerOperation", "cpuSecondsPerOperation", "peak",
            ]
        )
        let seconds = try #require(measurements[0]["secondsPerOperation"] as? [String: Any])
        #expect(Set(seconds.keys) == ["median", "low", "high", "samples"])
    }

    @Test func tableHasRatiosPeakAndMissingPeers() {
        let text = ResultTable(result: file).text
        let row = text.split(separator: "\n").first { $0.hasPrefix("rsa2048-private") }
        let cells = row.map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        let expected = "rsa2048-private 2.00 µs 4.00 µs (2.00) 2.00 50 % gmp"
        #expect(cells?.joined(separator: " ") == expected)
        #expect(text.contains("ipsec-mb: missing, not there"))
    }

    @Test func tableMarksOwnKeysAndInterruptedRuns() {
        var file = file
        file.interrupted = .init(plannedWorkloads: 40)
        for index in file.measurements.indices {
            file.measurements[index].ownKey = "0123456789abcdef"
        }
        let text = ResultTable(result: file).text
        #expect(text.contains("\nrsa2048-private *  "))
        #expect(text.contains("* own key: measured with 0123456789abcdef"))
        #expect(text.contains("interrupted: 1 of 40 workloads"))
    }

    @Test func aPartOfOursIsShownAndIsNotTheFastestPeer() {
        var file = file
        var part = file.measurements[1]
        part.implementation = "handshake-part"
        part.secondsPerOperation = .init(samples: [1e-6, 3e-6, 2e-6])
        file.measurements.append(part)
        let text = ResultTable(result: file).text
        let row = text.split(separator: "\n").first { $0.hasPrefix("rsa2048-private") }
        let cells = row.map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        let expected = "rsa2048-private 2.00 µs 4.00 µs (2.00) 2.00 µs (1.00) 2.00 50 % gmp"
        #expect(cells?.joined(separator: " ") == expected)
    }

    @Test(arguments: [
        (1.5, "1.50 s"), (0.0123, "12.3 ms"), (4.567e-4, "457 µs"), (9.994e-9, "9.99 ns"),
        (2.04e-8, "20.4 ns"),
    ])
    func times(_ seconds: Double, _ text: String) {
        #expect(ResultTable.time(seconds) == text)
    }

    @Test func ratiosArePairedByRound() {
        // The clock drifts by a factor of ten; each round's ratio is two.
        let own = ResultFile.Seconds(samples: [1, 10, 5])
        let other = ResultFile.Seconds(samples: [2, 20, 10])
        #expect(ResultTable.ratio(other, to: own) == 2)
    }

    @Test func machineNames() {
        #expect(
            ResultFile.Machine.name(
                cpu: "Intel(R) Xeon(R) Platinum 8488C",
                information: CPUInformation(
                    "processor\t: 0\ncpu family\t: 6\nmodel\t\t: 143\nmodel name\t: x\n"
                )
            ) == "intel-xeon-platinum-8488c-family-6-model-143"
        )
        #expect(ResultFile.Machine.name(cpu: "Apple M3", information: .init("")) == "apple-m3")
    }

    @Test(
        arguments: [
            (" fpu vme hypervisor lahf_lm", nil, true), (" fpu vme lahf_lm", nil, false),
            (nil, "kvm", true), (nil, "none", false), (nil, "", nil), (nil, nil, nil),
        ] as [(String?, String?, Bool?)]
    )
    func virtualMachines(_ flags: String?, _ detected: String?, _ isVirtual: Bool?) {
        #expect(ResultFile.Machine.isVirtual(flags: flags, detected: detected) == isVirtual)
    }

    @Test func commandsOutput() {
        #expect(Command.output("printf", " a b \\n") == "a b")
        #expect(Command.output("sh", "-c", "echo none; exit 1") == nil)
        #expect(Command.output("sh", "-c", "echo none; exit 1", allowedStatus: 1) == "none")
        #expect(Command.output("no-such-program-anywhere", allowedStatus: 1) == nil)
    }
}
