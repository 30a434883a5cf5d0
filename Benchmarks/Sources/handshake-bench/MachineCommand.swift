// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
private import HandshakeCore
private import Measurement
private import Workloads

struct MachineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine",
        abstract: "Says what this machine is and which kernel each algorithm uses on it.",
        discussion: "What the system does not tell, and a CPU that is in no table, is unknown."
    )

    func run() throws {
        let machine = ResultFile.Machine.current
        let build = ResultFile.Build.current
        let peers = Peers()
        print("name          \(machine.name)")
        print("CPU           \(machine.cpu), \(machine.architecture)")
        print("design        \(machine.microarchitecture ?? "unknown")")
        print("clock         \(machine.clock?.text ?? "unknown")")
        print("caches        \(machine.caches?.text ?? "unknown")")
        print("memory        \(machine.memoryByteCount.map { "\($0 >> 20) MiB" } ?? "unknown")")
        print("microcode     \(machine.microcode ?? "unknown")")
        print("system        \(machine.kernelRelease ?? "unknown")")
        print("features      \(machine.features.joined(separator: " "))")
        let disabled = CPUFeatures.detected.subtracting(.available).names
        if !disabled.isEmpty { print("disabled      \(disabled.joined(separator: " "))") }
        print("processors    \(machine.processorCount.map(String.init) ?? "unknown")")
        print("virtualized   \(machine.virtualized.map { $0 ? "yes" : "no" } ?? "unknown")")
        print("emulated      \(machine.emulated ? "yes" : "no")")
        for (algorithm, kernel) in Kernels.chosen {
            print("kernel        \(algorithm): \(kernel)")
        }
        print("compiler      \(build.compiler)")
        print("configuration \(build.configuration)")
        print("commit        \(build.commit)")
        print("GMP           \(build.gmp)")
        for peer in peers.present { print("peer          \(peer)") }
        for peer in peers.missing {
            print("missing peer  \(peer.implementation): \(peer.reason)")
        }
        for name in CPUFeatures.unknownDisabledNames {
            print("HANDSHAKE_CPU_DISABLE names no feature of ours: \(name)")
        }
    }
}

extension ResultFile.Clock {
    fileprivate var text: String {
        func megahertz(_ value: Double) -> String { "\(Int(value.rounded())) MHz" }
        let parts = [
            current.map { megahertz($0) + " now" }, maximum.map { "at most " + megahertz($0) },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}

extension ResultFile.Caches {
    fileprivate var text: String {
        [("L1d", l1Data), ("L1i", l1Instructions), ("L2", l2), ("L3", l3)]
            .compactMap { name, size in size.map { "\(name) \($0 >> 10) KiB" } }
            .joined(separator: ", ")
    }
}
