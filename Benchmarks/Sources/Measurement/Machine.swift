private import Foundation

extension ResultFile.Machine {
    /// This machine. `cpu` is the CPU's own name, `features` what kernels may use.
    public static func current(cpu: String, features: [String]) -> Self {
        let information =
            (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        return Self(
            name: name(cpu: cpu, information: information),
            architecture: architecture,
            cpu: cpu,
            features: features,
            virtualized: fields(information)["flags"]?.contains(" hypervisor") ?? false,
            emulated: architecture == "aarch64" && fields(information)["vendor_id"] != nil
        )
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
    package static func name(cpu: String, information: String) -> String {
        let fields = fields(information)
        var parts = [cpu]
        if let family = fields["cpu family"], let model = fields["model"] {
            parts.append("family \(family) model \(model)")
        }
        let words = parts.joined(separator: " ").lowercased()
            .replacingOccurrences(of: "(r)", with: "")
            .replacingOccurrences(of: "(tm)", with: "")
            .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.joined(separator: "-")
    }

    /// The first processor's lines of /proc/cpuinfo.
    private static func fields(_ information: String) -> [String: String] {
        var fields: [String: String] = [:]
        for line in information.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            if parts.count == 2, fields[name] == nil { fields[name] = String(parts[1]) }
        }
        return fields.mapValues { " " + $0.trimmingCharacters(in: .whitespaces) }
    }
}

extension ResultFile.Build {
    /// This build. The commit is the checkout's at `folder`, with "+" where files were changed.
    public static func current(gmp: String, folder: String) -> Self {
        let commit = output(of: ["git", "-C", folder, "rev-parse", "--short=12", "HEAD"])
        let changes = output(of: ["git", "-C", folder, "status", "--porcelain", "-uno"])
        #if DEBUG
        let configuration = "debug"
        #else
        let configuration = "release"
        #endif
        return Self(
            commit: commit.map { $0 + (changes == "" ? "" : "+") } ?? "unknown",
            compiler: compiler,
            gmp: gmp,
            configuration: configuration
        )
    }

    /// The compiler's own words; where there is none any more, what can be told from inside.
    private static var compiler: String {
        let words = output(of: ["swiftc", "--version"])?.split(separator: "\n").first
        if let words, words.contains("Swift version") { return String(words) }
        #if compiler(>=6.3)
        return "Swift 6.3 or later"
        #else
        return "Swift 6.2"
        #endif
    }

    private static func output(of command: [String]) -> String? {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: data, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
