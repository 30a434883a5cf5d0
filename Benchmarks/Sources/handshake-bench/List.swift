// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
private import Workloads

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the workloads, one id a line.",
        discussion: """
            With --verbose each implementation's calling sequence follows: every peer runs its \
            fastest public one, with algorithms fetched, keys and contexts made outside the loop.
            """
    )

    @Flag(help: "Print the calls that an operation of each implementation makes.")
    var verbose = false

    @OptionGroup var selection: Selection

    func run() throws {
        for workload in try selection.workloads(peers: try selection.loadPeers()) {
            print(workload.id)
            guard verbose else { continue }
            for candidate in workload.candidates {
                print("    \(candidate.implementation): \(candidate.callingSequence)")
            }
        }
    }
}
