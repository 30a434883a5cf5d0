// SPDX-License-Identifier: Apache-2.0

private import ArgumentParser
internal import Foundation
internal import HandshakeCore
internal import Measurement
private import Workloads

extension ResultFile.Machine {
    /// This machine, with the features that kernels may use.
    static var current: Self {
        .current(cpu: CPUFeatures.brand, features: CPUFeatures.available.names)
    }
}

extension ResultFile.Build {
    /// This build; the commit is that of the checkout it was built from.
    static var current: Self {
        .current(gmp: Versions.gmp, folder: Checkout.folder)
    }
}

extension CPUFeatures {
    /// A misspelled name would take nothing away, and another tier than the one that was meant would
    /// be measured.
    static func requireKnownDisabledNames() throws {
        guard unknownDisabledNames.isEmpty else {
            let unknown = unknownDisabledNames.joined(separator: ", ")
            let known = allNames.map(\.name).joined(separator: ", ")
            throw ValidationError(
                "HANDSHAKE_CPU_DISABLE: no feature is called \(unknown); there are \(known), "
                    + "avx512 (all of it) and all"
            )
        }
    }
}

/// The checkout that this program was built from.
enum Checkout {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Unoptimized code takes up to thirty times as long, which says nothing of the library.
    static func requireReleaseBuild() throws {
        guard ResultFile.Build.isRelease else {
            throw ValidationError(
                "this is a debug build, which is not measured; build it with: "
                    + "swift build -c release --package-path \(folder)/Benchmarks "
                    + "--product handshake-bench"
            )
        }
    }

    /// Where a run's result goes if nothing else is said.
    static func resultPath(machine: String, date: Date) -> String {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .standard, timeSeparator: .omitted)
        return "\(folder)/results/\(machine)/\(date.formatted(style)).json"
    }
}
