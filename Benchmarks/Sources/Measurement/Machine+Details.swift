// SPDX-License-Identifier: Apache-2.0

private import Foundation

extension ResultFile.Machine {
    /// Notes what bears on times beside the features: the design, clock, caches, memory, and what the
    /// system and the microcode are. What the system does not tell stays out.
    mutating func addDetails(_ information: CPUInformation) {
        microarchitecture = Microarchitecture.name(information)
        memoryByteCount = Int(exactly: ProcessInfo.processInfo.physicalMemory)
        microcode = information["microcode"]
        #if os(macOS)
        func number(_ name: String) -> Int? {
            Command.output("sysctl", "-n", name).flatMap { Int($0) }
        }
        caches = .init(
            l1Data: number("hw.l1dcachesize"),
            l1Instructions: number("hw.l1icachesize"),
            l2: number("hw.l2cachesize"),
            l3: number("hw.l3cachesize")
        )
        kernelRelease = Command.output("sysctl", "-n", "kern.osrelease")
        #else
        let processor = "/sys/devices/system/cpu/cpu0"
        clock = Self.clock(folder: "\(processor)/cpufreq", information)
        caches = Self.caches(folder: "\(processor)/cache")
        kernelRelease = Self.line("/proc/sys/kernel/osrelease")
        #endif
    }

    /// The clock by the files of sysfs's cpufreq, in kHz; without them the current one of /proc/cpuinfo.
    package static func clock(
        folder: String,
        _ information: CPUInformation
    ) -> ResultFile.Clock? {
        func megahertz(_ name: String) -> Double? {
            line("\(folder)/\(name)").flatMap(Double.init).map { $0 / 1000 }
        }
        let current = megahertz("scaling_cur_freq") ?? information["cpu MHz"].flatMap(Double.init)
        let maximum = megahertz("cpuinfo_max_freq")
        return current == nil && maximum == nil ? nil : .init(current: current, maximum: maximum)
    }

    /// The caches by the folders of sysfs: index0 and on, each with level, type and size ("32K").
    package static func caches(folder: String) -> ResultFile.Caches? {
        var caches = ResultFile.Caches(l1Data: nil, l1Instructions: nil, l2: nil, l3: nil)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let size = line("\(folder)/\(name)/size").flatMap(byteCount)
            switch (line("\(folder)/\(name)/level"), line("\(folder)/\(name)/type")) {
            case ("1", "Data"), ("1", "Unified"): caches.l1Data = size
            case ("1", "Instruction"): caches.l1Instructions = size
            case ("2", _): caches.l2 = size
            case ("3", _): caches.l3 = size
            default: break
            }
        }
        let isEmpty = [caches.l1Data, caches.l1Instructions, caches.l2, caches.l3].allSatisfy {
            $0 == nil
        }
        return isEmpty ? nil : caches
    }

    private static func byteCount(_ text: String) -> Int? {
        let scales: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        guard let unit = text.last, let scale = scales[unit] else { return Int(text) }
        return Int(text.dropLast()).map { $0 * scale }
    }

    /// A file's text without the end of its line.
    private static func line(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
