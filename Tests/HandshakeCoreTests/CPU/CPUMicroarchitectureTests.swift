#if os(Linux) && arch(x86_64)
import Foundation
import HandshakeCore
import Testing

@Suite struct CPUMicroarchitectureTests {
    /// The kernel's own account of the CPU.
    @Test func agreesWithLinux() throws {
        let text = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        func field(_ name: String) -> String? {
            text.split(separator: "\n").first { $0.hasPrefix("\(name)\t") }?
                .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let current = CPUMicroarchitecture.current
        switch field("vendor_id") {
        case "GenuineIntel": #expect(current.vendor == .intel)
        case "AuthenticAMD": #expect(current.vendor == .amd)
        default:
            #expect(current == CPUMicroarchitecture(vendor: .other, family: 0, model: 0))
            return
        }
        #expect(field("cpu family") == "\(current.family)")
        #expect(field("model") == "\(current.model)")
    }
}
#endif
