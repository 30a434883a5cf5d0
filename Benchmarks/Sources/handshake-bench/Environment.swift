internal import Foundation
private import HandshakeCPU
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

/// The checkout that this program was built from.
enum Checkout {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Where a run's result goes if nothing else is said.
    static func resultPath(machine: String, date: Date) -> String {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .standard, timeSeparator: .omitted)
        return "\(folder)/results/\(machine)/\(date.formatted(style)).json"
    }
}
