// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
private import HandshakeCore

@main
struct HandshakeBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handshake-bench",
        abstract: "Measures swift-handshake against its peers and against the hardware's limit.",
        discussion: """
            Implementations of one workload are measured in turns, in random order, round after \
            round, in one process. What holds on a noisy machine is a ratio to a peer and a \
            fraction of a peak; a time alone does not.

            Start with: handshake-bench run --quick

            HANDSHAKE_CPU_DISABLE=avx512ifma,vaes,… takes CPU features away, so that a lower \
            tier's kernels are measured; the results name the kernel.
            """,
        version: HandshakeVersion.current,
        subcommands: [
            Run.self, List.self, MachineCommand.self, Compare.self, AB.self, Report.self,
            Validate.self,
        ]
    )
}
