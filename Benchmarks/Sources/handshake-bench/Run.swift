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
            The result goes to results/<machine>/<date>.json of the checkout, or to --output. It is \
            written when everything is measured: an interrupted run leaves no file. A debug build \
            measures nothing.
            """
    )

    @Flag(help: "Fewer turns: the whole catalogue in under two minutes.")
    var quick = false

    @OptionGroup var selection: Selection

    @Option(
        help: ArgumentHelp(
            "Measure with this RSA private key (PEM) in place of the fixed one of its size.",
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
        let peers = selection.loadPeers()
        let ownKey = try key.map(Self.readKey)
        let workloads = try selection.workloads(peers: peers, key: ownKey)
        let machine = ResultFile.Machine.current
        let date = Date()
        let path = output ?? Checkout.resultPath(machine: machine.name, date: date)
        try ResultFile.tryPlace(path)
        for peer in peers.missing {
            note("missing peer \(peer.implementation): \(peer.reason)")
        }

        let measuring = Measuring(plan: quick ? .quick : .full)
        let measurements = try measuring.measure(workloads)
        let result = ResultFile(
            machine: machine,
            build: .current,
            command: Self.command,
            date: date.formatted(.iso8601),
            missing: peers.missing,
            measurements: measurements
        )
        // What was measured is shown even if the file fails, and kept even if nobody reads the table.
        let written = Result { try result.write(to: path) }
        print(ResultTable(result: result).text, terminator: "")
        try written.get()
        print("\nwritten to \(path)")
    }

    /// What was run, without where it lies on this machine.
    private static var command: String {
        (["handshake-bench"] + CommandLine.arguments.dropFirst()).joined(separator: " ")
    }

    private static func readKey(_ path: String) throws -> BenchmarkKey {
        do {
            return try SecretBytes(contentsOfFile: path).withBytes { try BenchmarkKey(pem: $0) }
        } catch {
            throw ValidationError("--key: \(path): \(error)")
        }
    }

    private func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
