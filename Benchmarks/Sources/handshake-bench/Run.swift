// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
private import Foundation
private import HandshakeCore
private import Measurement
private import Workloads

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures, prints a table and writes a result file.",
        discussion: """
            The result goes to results/<machine>/<date>.json of the checkout, or to --output. A debug \
            build measures nothing.

            Interrupted (ctrl-C, SIGTERM), it ends after the turn that is under way, exit code 130 or 143. \
            Workloads of which 7 rounds or more are measured are kept: they are written, and marked as \
            those of an interrupted run. With no such workload there is no file. A second signal ends \
            it at once.
            """
    )

    @Flag(help: "Fewer turns: the whole catalogue in under two minutes.")
    var quick = false

    @OptionGroup var selection: Selection

    @Option(
        help: ArgumentHelp(
            """
            Measure with this RSA private key (PEM) in place of the fixed one of its size. What was \
            measured with it is marked, and compared only with results of the same key.
            """,
            valueName: "file"
        )
    )
    var key: String?

    @Option(help: ArgumentHelp("Where to write the result.", valueName: "file"))
    var output: String?

    func validate() throws {
        try Checkout.requireReleaseBuild()
        try CPUFeatures.requireKnownDisabledNames()
    }

    func run() throws {
        let peers = try selection.loadPeers()
        let ownKey = try key.map(Self.readKey)
        let workloads = try selection.workloads(peers: peers, key: ownKey)
        let machine = ResultFile.Machine.current
        let date = Date()
        let path = output ?? Checkout.resultPath(machine: machine.name, date: date)
        try ResultFile.tryPlace(path)
        for peer in peers.missing {
            note("missing peer \(peer.implementation): \(peer.reason)")
        }

        Interruption.note()
        let plan = quick ? TurnPlan.quick : .full
        let measuring = Measuring(plan: plan, isInterrupted: { Interruption.noted != nil })
        let outcome = try measuring.measure(workloads)
        if !outcome.isWhole, outcome.measurements.isEmpty {
            note("interrupted: no workload was complete, and nothing is kept")
            try exitInterrupted()
        }
        let result = ResultFile(
            machine: machine,
            build: .current,
            command: Self.command,
            date: date.formatted(.iso8601),
            missing: peers.missing,
            interrupted: outcome.isWhole ? nil : .init(plannedWorkloads: workloads.count),
            measurements: outcome.measurements
        )
        // What was measured is shown even if the file fails, and kept even if nobody reads the table.
        let written = Result { try result.write(to: path) }
        print(ResultTable(result: result).text, terminator: "")
        if case .failure(let error) = written {
            keepElsewhere(result)
            throw error
        }
        print("\nwritten to \(path)")
        guard !outcome.isWhole else { return }
        let keptCount = Set(outcome.measurements.map(\.workload)).count
        note(
            "interrupted: \(keptCount) of \(workloads.count) workloads were complete and are in \(path)"
        )
        try exitInterrupted()
    }

    /// The place was there when the run began: the disk may be full by now.
    private func keepElsewhere(_ result: ResultFile) {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("handshake-bench-\(UUID().uuidString).json").path
        if (try? result.write(to: path)) != nil { note("the result is in \(path) instead") }
    }

    private func exitInterrupted() throws {
        if let interruption = Interruption.noted { throw ExitCode(interruption.exitStatus) }
    }

    /// What was run, without where it lies on this machine.
    private static var command: String {
        (["handshake-bench"] + CommandLine.arguments.dropFirst()).joined(separator: " ")
    }

    private static func readKey(_ path: String) throws -> BenchmarkKey {
        do {
            return try SecretBytes(contentsOfFile: path).withBytes { try BenchmarkKey(pem: $0) }
        } catch {
            throw ValidationError(
                "--key: \(path): \(error); --key takes an RSA private key in PEM, not encrypted, such as "
                    + "'openssl genrsa -out FILE 2048' makes"
            )
        }
    }

    private func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
