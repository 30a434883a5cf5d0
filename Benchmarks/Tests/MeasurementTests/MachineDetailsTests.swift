// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measurement
import Testing

@Suite struct MachineDetailsTests {
    private func x86(_ vendor: String, _ family: Int, _ model: Int, _ stepping: Int) -> String {
        "vendor_id\t: \(vendor)\ncpu family\t: \(family)\nmodel\t\t: \(model)\n"
            + "model name\t: x\nstepping\t: \(stepping)\n\nvendor_id\t: Other\n"
    }

    @Test(arguments: [
        ("AuthenticAMD", 25, 1, 1, "Zen 3"), ("AuthenticAMD", 25, 17, 1, "Zen 4"),
        ("AuthenticAMD", 26, 2, 1, "Zen 5"), ("AuthenticAMD", 23, 1, 2, "Zen"),
        ("AuthenticAMD", 23, 8, 2, "Zen+"), ("AuthenticAMD", 23, 49, 0, "Zen 2"),
        ("AuthenticAMD", 99, 1, 0, "unknown"), ("GenuineIntel", 6, 85, 4, "Skylake-SP"),
        ("GenuineIntel", 6, 85, 7, "Cascade Lake"), ("GenuineIntel", 6, 85, 11, "Cooper Lake"),
        ("GenuineIntel", 6, 207, 2, "Emerald Rapids"), ("GenuineIntel", 6, 250, 0, "unknown"),
        ("GenuineIntel", 15, 85, 0, "unknown"), ("HygonGenuine", 24, 1, 1, "Dhyana"),
        ("Somebody", 6, 85, 4, "unknown"),
    ])
    func x86Designs(
        _ vendor: String,
        _ family: Int,
        _ model: Int,
        _ stepping: Int,
        _ name: String
    ) {
        let information = CPUInformation(x86(vendor, family, model, stepping))
        #expect(Microarchitecture.name(information) == name)
    }

    @Test(arguments: [
        ("0x41", "0xd0c", "Neoverse N1"), ("0x41", "0xd4f", "Neoverse V2"),
        ("0xc0", "0xac3", "Ampere-1"), ("0x41", "0xfff", "unknown"), ("0x99", "0xd0c", "unknown"),
    ])
    func armDesigns(_ implementer: String, _ part: String, _ name: String) {
        let information = CPUInformation(
            "processor\t: 0\nCPU implementer\t: \(implementer)\nCPU part\t: \(part)\n"
        )
        #expect(Microarchitecture.name(information) == name)
    }

    @Test func aTextOfSomethingElseHasNoDesign() {
        #expect(Microarchitecture.name(CPUInformation("")) == "unknown")
        #expect(Microarchitecture.name(CPUInformation(":\n::\nmodel\n")) == "unknown")
    }

    /// Files by their paths within a folder, which goes afterwards.
    private func withFiles(_ files: [String: String], _ body: (String) -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-bench-tests-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data("\(text)\n".utf8).write(to: file)
        }
        body(folder.path)
    }

    @Test func cachesOfSysfs() throws {
        let files = [
            "index0/level": "1", "index0/type": "Data", "index0/size": "32K",
            "index1/level": "1", "index1/type": "Instruction", "index1/size": "64K",
            "index2/level": "2", "index2/type": "Unified", "index2/size": "1M",
            "index3/level": "3", "index3/type": "Unified", "index3/size": "none",
            "uevent": "",
        ]
        try withFiles(files) { folder in
            let caches = ResultFile.Caches(
                l1Data: 32768,
                l1Instructions: 65536,
                l2: 1 << 20,
                l3: nil
            )
            #expect(ResultFile.Machine.caches(folder: folder) == caches)
            #expect(ResultFile.Machine.caches(folder: folder + "/nothing") == nil)
        }
    }

    @Test func clockOfSysfsOrOfTheProcessor() throws {
        let information = CPUInformation("cpu MHz\t\t: 2445.410\n")
        let files = ["scaling_cur_freq": "1800000", "cpuinfo_max_freq": "3700000"]
        try withFiles(files) { folder in
            let clock = ResultFile.Machine.clock(folder: folder, information)
            #expect(clock == .init(current: 1800, maximum: 3700))
            let other = ResultFile.Machine.clock(folder: folder + "/nothing", information)
            #expect(other == .init(current: 2445.41, maximum: nil))
            let none = ResultFile.Machine.clock(folder: folder + "/nothing", CPUInformation(""))
            #expect(none == nil)
        }
    }

    @Test func thisMachineTellsWhatItIs() {
        let machine = ResultFile.Machine.current(cpu: "c", features: [])
        #expect(machine.microarchitecture?.isEmpty == false)
        #expect(machine.memoryByteCount ?? 0 > 1 << 20)
        #expect(machine.kernelRelease?.isEmpty == false)
    }
}
