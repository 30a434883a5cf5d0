// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
private import Foundation
internal import Measurement

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares two result files; exit code 1 on a significant slowdown.",
        discussion: """
            Exit code 2: a file cannot be read, or the two cannot be compared, because they are of \
            different machines or of a debug build, or have no workload in common that was measured \
            with the same key.

            Prints a Markdown table. A slowdown counts where the whole 95 % interval lies beyond \
            --max-slowdown. Where both files have the same version of a peer, our change is taken \
            relative to the peer's: a machine that was slower as a whole is no slowdown. A workload \
            that was measured with another --key is another workload.
            """
    )

    @Argument(help: "The result file to compare with.")
    var base: String

    @Argument(help: "The result file that is judged.")
    var head: String

    @OptionGroup var limit: SlowdownLimit

    func run() throws {
        try limit.report {
            try Comparison(
                base: ResultFile(path: base),
                head: ResultFile(path: head),
                tolerance: limit.tolerance
            )
        }
    }
}

/// What slowdown is let through, and the verdict on it: shared by `compare` and `ab`.
struct SlowdownLimit: ParsableArguments {
    @Option(
        help: ArgumentHelp("A slowdown up to this is let through.", valueName: "percent")
    )
    var maxSlowdown = 5.0

    var tolerance: Double { maxSlowdown / 100 }

    func validate() throws {
        guard maxSlowdown >= 0 else {
            throw ValidationError("--max-slowdown must not be negative")
        }
    }

    /// Prints what `comparison` gives. Exit code 1: a slowdown; 2: there was nothing to compare.
    func report(_ comparison: () throws -> Comparison) throws {
        let made: Comparison
        do {
            made = try comparison()
        } catch is Interrupted {
            return
        } catch {
            FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
            throw ExitCode(2)
        }
        print(made.markdown, terminator: "")
        if Interruption.noted == nil, made.hasSlowdown { throw ExitCode(1) }
    }
}
