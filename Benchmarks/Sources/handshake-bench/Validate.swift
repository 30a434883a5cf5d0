// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
private import Foundation
private import Measurement

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks that result files can be read and do not contradict themselves.",
        discussion: """
            Reads each as compare and report do: it has their schema, every field that they take, and \
            figures that a measurement can have. Beyond that, no workload of an implementation may \
            be there twice, medians and intervals have to be those of their samples, what was measured \
            together has equally many rounds, and an emulator's file has no times.

            Fields that the schema does not have are not noticed: scripts/check-results holds files \
            against results/schema.json itself.

            Exit code 1: a file is wrong, and standard error says where.
            """
    )

    @Argument(help: ArgumentHelp("Result files.", valueName: "results"))
    var results: [String]

    func run() throws {
        var wrongCount = 0
        for path in results {
            let errors = Self.errors(path)
            for error in errors { FileHandle.standardError.write(Data("\(error)\n".utf8)) }
            if !errors.isEmpty { wrongCount += 1 }
        }
        print("\(results.count - wrongCount) right, \(wrongCount) wrong")
        if wrongCount > 0 { throw ExitCode(1) }
    }

    private static func errors(_ path: String) -> [String] {
        do throws(ResultFileError) {
            return try ResultFile(path: path).contradictions.map { "\(path): \($0)" }
        } catch {
            return [error.description]
        }
    }
}
