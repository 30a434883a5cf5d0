internal import ArgumentParser
internal import Measurement

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares two result files; exit code 1 on a significant slowdown.",
        discussion: """
            Prints a Markdown table. A slowdown counts where the whole 95 % interval lies beyond \
            --max-slowdown. Where both files have the same version of a peer, our change is taken \
            relative to the peer's: a machine that was slower as a whole is no slowdown.
            """
    )

    @Argument(help: "The result file to compare with.")
    var base: String

    @Argument(help: "The result file that is judged.")
    var head: String

    @OptionGroup var limit: SlowdownLimit

    func run() throws {
        let comparison = Comparison(
            base: try ResultFile(path: base),
            head: try ResultFile(path: head),
            tolerance: limit.tolerance
        )
        try limit.report(comparison)
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

    func report(_ comparison: Comparison) throws {
        if comparison.rows.isEmpty {
            throw ValidationError("the two have no workload of ours in common")
        }
        print(comparison.markdown, terminator: "")
        if comparison.hasSlowdown { throw ExitCode(1) }
    }
}
