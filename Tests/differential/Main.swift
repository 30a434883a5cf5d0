// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#endif

/// Compares the library with OpenSSL's libcrypto on random and edge inputs: what
/// `scripts/check-differential` runs, which says what the options are.
@main struct Main {
    static func main() {
        guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
            stop(Options.usage)
        }
        guard CPUFeatures.unknownDisabledNames.isEmpty else {
            stop("HANDSHAKE_CPU_DISABLE: unknown \(CPUFeatures.unknownDisabledNames)")
        }
        // A name, or what some have in theirs
        let named = Group.all.filter { $0.name == options.group }
        let groups =
            named.isEmpty ? Group.all.filter { $0.name.contains(options.group) } : named
        guard !groups.isEmpty else {
            stop("differential: no group has \(options.group) in its name")
        }
        if options.isList {
            for group in groups {
                print("\(group.name): \(group.shortCount) cases, or \(group.longCount)")
            }
            return
        }
        guard options.only == nil || groups.count == 1 else {
            stop("differential: --only is of one group")
        }
        do {
            try Libcrypto.load(options.libraryPath)
            let state = try State(
                path: options.statePath,
                seed: options.seed,
                library: Libcrypto.version
            )
            var run = Run(options, state: state)
            if options.plantsFaults, try !run.findsPlantedFaults(groups) { exit(1) }
            exit(try run.isRight(groups) ? 0 : 1)
        } catch {
            stop("differential: \(error)")
        }
    }

    private static func stop(_ message: String) -> Never {
        progress(message)
        exit(2)
    }
}

/// A line on the standard error output.
func progress(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
}

/// What was printed is seen now, wherever it goes.
func flushOutput() { _ = fflush(nil) }
