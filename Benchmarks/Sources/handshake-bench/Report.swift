// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
private import Measurement

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares machines: a page and a Markdown file of several result files.",
        discussion: """
            Writes index.html, which opens without a network, report.md and charts/*.svg into the \
            folder. Files of an emulator, which have instruction counts or cycle estimates and no \
            times, come in a table of their own. The charts are drawn by scripts/report of the \
            checkout, which needs Python and, from PyPI, Altair and vl-convert: scripts/report \
            --install gets them.
            """
    )

    @Argument(help: ArgumentHelp("Result files, of one machine each.", valueName: "results"))
    var results: [String]

    @Option(help: ArgumentHelp("The folder that the report is written to.", valueName: "dir"))
    var output: String

    func run() throws {
        for path in results {
            do {
                _ = try ResultFile(path: path)
            } catch {
                throw ValidationError("\(error)")
            }
        }
        let script = Process()
        script.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        script.arguments =
            ["python3", "\(Checkout.folder)/scripts/report"] + results + ["--output", output]
        try script.run()
        script.waitUntilExit()
        guard script.terminationStatus == 0 else { throw ExitCode(script.terminationStatus) }
    }
}
