// SPDX-License-Identifier: Apache-2.0

/// The names of CPUs' designs, by the numbers that CPUs give themselves: family, model and stepping of
/// x86's CPUID, implementer and part of Arm's MIDR_EL1.
package enum Microarchitecture {
    /// The design of the first processor; "unknown" where the tables do not have it.
    package static func name(_ information: CPUInformation) -> String {
        if let family = information.number("cpu family"), let model = information.number("model") {
            let stepping = information.number("stepping") ?? 0
            switch information["vendor_id"] {
            case "GenuineIntel" where family == 6: return intel(model, stepping) ?? "unknown"
            case "AuthenticAMD": return amd(family, model) ?? "unknown"
            case "HygonGenuine" where family == 24: return "Dhyana"
            default: return "unknown"
            }
        }
        guard let implementer = information.number("CPU implementer"),
            let part = information.number("CPU part")
        else { return "unknown" }
        return arm[implementer]?[part] ?? "unknown"
    }

    private static func intel(_ model: Int, _ stepping: Int) -> String? {
        switch model {
        case 42, 45: "Sandy Bridge"
        case 58, 62: "Ivy Bridge"
        case 60, 63, 69, 70: "Haswell"
        case 61, 71, 79, 86: "Broadwell"
        case 78, 94: "Skylake"
        // Three generations of servers have one number.
        case 85: stepping < 5 ? "Skylake-SP" : stepping < 10 ? "Cascade Lake" : "Cooper Lake"
        case 92, 95: "Goldmont"
        case 122: "Goldmont Plus"
        case 102: "Cannon Lake"
        case 106, 108: "Ice Lake-SP"
        case 125, 126: "Ice Lake"
        case 134, 150, 156: "Tremont"
        case 140, 141: "Tiger Lake"
        case 142, 158: "Kaby Lake or Coffee Lake"
        case 143: "Sapphire Rapids"
        case 151, 154: "Alder Lake"
        case 165, 166: "Comet Lake"
        case 167: "Rocket Lake"
        case 170, 172: "Meteor Lake"
        case 173, 174: "Granite Rapids"
        case 175: "Sierra Forest"
        case 181, 197, 198: "Arrow Lake"
        case 183, 186, 191: "Raptor Lake"
        case 189: "Lunar Lake"
        case 190: "Gracemont"
        case 207: "Emerald Rapids"
        default: nil
        }
    }

    private static func amd(_ family: Int, _ model: Int) -> String? {
        switch (family, model) {
        case (23, 0x08), (23, 0x18): "Zen+"
        case (23, 0x00...0x2F): "Zen"
        case (23, 0x30...0x4F), (23, 0x60...0x7F), (23, 0x90...0x91), (23, 0xA0...0xAF): "Zen 2"
        case (25, 0x00...0x0F), (25, 0x20...0x5F): "Zen 3"
        case (25, 0x10...0x1F), (25, 0x60...0xAF): "Zen 4"
        case (26, 0x00...0x2F), (26, 0x40...0x4F), (26, 0x60...0x7F): "Zen 5"
        default: nil
        }
    }

    /// By implementer and part.
    private static let arm: [Int: [Int: String]] = [
        // Arm
        0x41: [
            0xD03: "Cortex-A53", 0xD04: "Cortex-A35", 0xD05: "Cortex-A55", 0xD07: "Cortex-A57",
            0xD08: "Cortex-A72", 0xD09: "Cortex-A73", 0xD0A: "Cortex-A75", 0xD0B: "Cortex-A76",
            0xD0C: "Neoverse N1", 0xD0D: "Cortex-A77", 0xD0E: "Cortex-A76AE",
            0xD40: "Neoverse V1", 0xD41: "Cortex-A78", 0xD42: "Cortex-A78AE", 0xD44: "Cortex-X1",
            0xD46: "Cortex-A510", 0xD47: "Cortex-A710", 0xD48: "Cortex-X2",
            0xD49: "Neoverse N2", 0xD4A: "Neoverse E1", 0xD4B: "Cortex-A78C",
            0xD4C: "Cortex-X1C", 0xD4D: "Cortex-A715", 0xD4E: "Cortex-X3", 0xD4F: "Neoverse V2",
            0xD80: "Cortex-A520", 0xD81: "Cortex-A720", 0xD82: "Cortex-X4",
            0xD83: "Neoverse V3AE", 0xD84: "Neoverse V3", 0xD85: "Cortex-X925",
            0xD87: "Cortex-A725",
            0xD8E: "Neoverse N3",
        ],
        // Cavium
        0x43: [0x0A1: "ThunderX", 0x0AF: "ThunderX2"],
        // Fujitsu
        0x46: [0x001: "A64FX"],
        // HiSilicon
        0x48: [0xD01: "TaiShan v110"],
        // Apple; the two kinds of cores of a chip
        0x61: [
            0x022: "M1 Icestorm", 0x023: "M1 Firestorm", 0x032: "M2 Blizzard",
            0x033: "M2 Avalanche",
        ],
        // Microsoft
        0x6D: [0xD49: "Azure Cobalt 100"],
        // Ampere
        0xC0: [0xAC3: "Ampere-1", 0xAC4: "Ampere-1A"],
    ]
}
