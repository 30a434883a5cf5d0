// SPDX-License-Identifier: Apache-2.0

private import Foundation

extension ResultFile.Machine {
    /// This machine. `cpu` is the CPU's own name, `features` what kernels may use.
    public static func current(cpu: String, features: [String]) -> Self {
        let information = CPUInformation.current
        let flags = information["flags"]
        var machine = Self(
            name: name(cpu: cpu, information: information),
            architecture: architecture,
            cpu: cpu,
            features: features,
            processorCount: ProcessInfo.processInfo.activeProcessorCount,
            virtualized: isVirtual(flags: flags, detected: flags == nil ? detectedHypervisor : nil),
            emulated: architecture == "aarch64" && information["vendor_id"] != nil
        )
        machine.addDetails(information)
        return machine
    }

    /// Whether a machine is virtual by its x86 CPU's flags or, where a CPU has no such flags, by the
    /// hypervisor that was `detected`: "none", or its name. nil: not known.
    package static func isVirtual(flags: String?, detected: String?) -> Bool? {
        if let flags { return flags.split(separator: " ").contains("hypervisor") }
        guard let detected, !detected.isEmpty else { return nil }
        return detected != "none"
    }

    private static var detectedHypervisor: String? {
        #if os(macOS)
        Command.output("sysctl", "-n", "kern.hv_vmm_present").map { $0 == "0" ? "none" : $0 }
        #else
        // Its exit code is 1 if there is none.
        Command.output("systemd-detect-virt", "--vm", allowedStatus: 1)
        #endif
    }

    private static var architecture: String {
        #if arch(x86_64)
        "x86_64"
        #elseif arch(arm64)
        "aarch64"
        #else
        "unknown"
        #endif
    }

    /// A folder's name: the CPU's, with family and model where the CPU's own name does not tell
    /// generations apart.
    package static func name(cpu: String, information: CPUInformation) -> String {
        var parts = [cpu]
        if let family = information["cpu family"], let model = information["model"] {
            parts.append("family \(family) model \(model)")
        }
        let words = parts.joined(separator: " ").lowercased()
            .replacingOccurrences(of: "(r)", with: "")
            .replacingOccurrences(of: "(tm)", with: "")
            .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.joined(separator: "-")
    }
}

extension ResultFile.Build {
    /// Whether this program is optimized.
    public static var isRelease: Bool {
        #if DEBUG
        false
        #else
        true
        #endif
    }

    /// This build. The commit is the checkout's at `folder`, with "+" where files were changed.
    public static func current(gmp: String, folder: String) -> Self {
        let commit = Command.output("git", "-C", folder, "rev-parse", "--short=12", "HEAD")
        let changes = Command.output("git", "-C", folder, "status", "--porcelain", "-uno")
        return Self(
            commit: commit.map { $0 + (changes == "" ? "" : "+") } ?? "unknown",
            compiler: compiler,
            gmp: gmp,
            configuration: isRelease ? "release" : "debug"
        )
    }

    /// The compiler's own words; where there is none any more, what can be told from inside.
    private static var compiler: String {
        let words = Command.output("swiftc", "--version")?.split(separator: "\n").first
        if let words, words.contains("Swift version") { return String(words) }
        #if compiler(>=6.3)
        return "Swift 6.3 or later"
        #else
        return "Swift 6.2"
        #endif
    }
}
