// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measurement
import Testing

/// `compare` and `ab`: 1 is a slowdown, 2 what cannot be compared.
@Suite struct CompareCommandTests {
    private static let base = ResultFile.sample(seconds: 1e-6)

    /// Files that cannot be compared with ``base``, and what is said of them.
    static let refused: [(text: String?, said: String)] = {
        func changed(_ change: (inout ResultFile) -> Void) -> String {
            var file = base
            change(&file)
            // Not all of them are such that they could be written otherwise.
            return (try? file.json()) ?? ""
        }
        let text = changed { _ in }
        return [
            (nil, "head.json is not there"),
            ("", "head.json is no result file: it is no JSON"),
            ("[]", "head.json is no result file: the whole is of another kind"),
            (String(text.dropLast(10)), "head.json is no result file: it is no JSON"),
            (changed { $0.schema = 2 }, "head.json has schema 2; this program reads 1: take the"),
            (
                text.replacingOccurrences(of: "\"schema\": 1,", with: ""),
                "head.json is no result file: schema is missing"
            ),
            (
                text.replacingOccurrences(of: "\"workload\":", with: "\"load\":"),
                "head.json is no result file: measurements/0/workload is missing"
            ),
            (
                text.replacingOccurrences(of: "\"emulated\":false", with: "\"emulated\":\"no\""),
                "head.json is no result file: machine/emulated is of another kind"
            ),
            (
                changed { $0.measurements[0].secondsPerOperation?.low = 0 },
                "head.json is no result file: the figures of w of handshake are none of a measurement"
            ),
            (
                changed { $0.measurements[0].secondsPerOperation?.samples = [] },
                "head.json is no result file: the figures of w of handshake are none of a measurement"
            ),
            (changed { $0.machine.name = "n" }, "different machines: name m and n"),
            (changed { $0.machine.cpu = "d" }, "different machines: cpu c and d"),
            (changed { $0.machine.processorCount = 4 }, "different machines: processors 2 and 4"),
            (
                changed { $0.machine.virtualized = true },
                "different machines: virtualized false and true"
            ),
            (changed { $0.build.configuration = "debug" }, "debug build"),
            (changed { $0.measurements[0].workload = "v" }, "no workload of ours in common"),
            (
                changed {
                    $0.machine.emulated = true
                    $0.measurements[0].secondsPerOperation = nil
                }, "different machines: emulated false and true"
            ),
        ]
    }()

    @Test(arguments: refused.indices)
    func whatCannotBeComparedIsSaid(_ index: Int) throws {
        let (text, said) = Self.refused[index]
        try BenchProgram.inTemporaryFolder { bench in
            try bench.write("base.json", Self.base.json())
            if let text { try bench.write("head.json", text) }
            for files in [["base.json", "head.json"], ["head.json", "base.json"]] {
                let outcome = try bench.run("compare", files[0], files[1])
                #expect(outcome.status == 2)
                #expect(outcome.output == "")
                if files[0] == "base.json" || said.hasPrefix("head.json") {
                    #expect(outcome.error.contains(said), "\(outcome.error)")
                }
            }
        }
    }

    @Test func aFolderIsNoResultFile() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let outcome = try bench.run("compare", ".", ".")
            #expect(outcome.status == 2)
            #expect(outcome.error.contains(". is a folder"))
        }
    }

    @Test func aSlowdownIsOne() throws {
        try BenchProgram.inTemporaryFolder { bench in
            try bench.write("base.json", Self.base.json())
            try bench.write("slower.json", ResultFile.sample(seconds: 1.2e-6).json())
            #expect(try bench.run("compare", "base.json", "slower.json").status == 1)
            #expect(try bench.run("compare", "slower.json", "base.json").status == 0)
            #expect(try bench.run("compare", "base.json", "base.json").status == 0)
        }
    }

    @Test func resultsOfAnotherKeyAreNotCompared() throws {
        try BenchProgram.inTemporaryFolder { bench in
            var own = Self.base
            own.measurements[0].ownKey = "0123456789abcdef"
            try bench.write("base.json", Self.base.json())
            try bench.write("own.json", own.json())
            let outcome = try bench.run("compare", "base.json", "own.json")
            #expect(outcome.status == 2)
            #expect(outcome.error.contains("with the same key"))
            #expect(try bench.run("compare", "own.json", "own.json").status == 0)
        }
    }

    @Test func validateSaysWhatIsWrongWithEachFile() throws {
        try BenchProgram.inTemporaryFolder { bench in
            var twice = Self.base
            twice.measurements.append(twice.measurements[0])
            try bench.write("right.json", Self.base.json())
            try bench.write("twice.json", twice.json())
            try bench.write("list.json", "[]")
            let right = try bench.run("validate", "right.json")
            #expect(right.status == 0 && right.error == "")
            #expect(right.output == "1 right, 0 wrong\n")
            let files = ["right.json", "twice.json", "list.json", "nothing.json"]
            let wrong = try bench.run("validate", files[0], files[1], files[2], files[3])
            #expect(wrong.status == 1)
            #expect(wrong.output == "1 right, 3 wrong\n")
            for said in [
                "twice.json: w of handshake is there twice", "list.json is no result file",
                "nothing.json is not there",
            ] {
                #expect(wrong.error.contains(said), "\(wrong.error)")
            }
        }
    }

    /// The builds here take their time for the second pair.
    @Test func anInterruptedABComparesThePairsThatAreComplete() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let file = try bench.write("result.json", Self.base.json())
            let program = try bench.write(
                "slow",
                """
                #!/bin/sh
                while [ "$1" != --output ]; do shift; done
                case $2 in */2-*) echo waiting >&2; exec sleep 60 ;; esac
                cp '\(file)' "$2"
                """,
                isProgram: true
            )
            let outcome = try bench.run(
                "ab",
                "--base",
                program,
                "--head",
                program,
                mark: "waiting",
                signal: SIGTERM
            )
            #expect(outcome.status == 143)
            #expect(outcome.error.contains("interrupted: 1 of 7 pairs are complete"))
            #expect(outcome.output.contains("| `w` | 1.000 |"))
        }
    }

    /// A program that gives what is in a file for the result of its run.
    private func program(_ bench: BenchProgram, _ name: String, _ text: String) throws -> String {
        let file = try bench.write("\(name).json", text)
        return try bench.write(
            name,
            "#!/bin/sh\nwhile [ \"$1\" != --output ]; do shift; done\ncp '\(file)' \"$2\"\n",
            isProgram: true
        )
    }

    @Test func abHasTheSameVerdicts() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let base = try program(bench, "base", Self.base.json())
            let slower = try program(bench, "slower", ResultFile.sample(seconds: 1.2e-6).json())
            var elsewhere = Self.base
            elsewhere.machine.name = "n"
            let other = try program(bench, "other", elsewhere.json())
            let broken = try program(bench, "broken", "{}")
            let failing = try bench.write("failing", "#!/bin/sh\nexit 3\n", isProgram: true)
            let cases = [
                (base, 0, "pair 6 of 6"), (slower, 1, "pair 6 of 6"),
                (other, 2, "different machines"),
                (broken, 2, "schema is missing"), (failing, 2, "failing run failed"),
                ("nothing-there", 2, "nothing-there is no program"),
            ]
            for (head, status, said) in cases {
                let outcome = try bench.run(
                    "ab",
                    "--base",
                    base,
                    "--head",
                    head,
                    "--pairs",
                    "6"
                )
                #expect(outcome.status == Int32(status), "\(head): \(outcome.error)")
                #expect(outcome.error.contains(said), "\(head): \(outcome.error)")
            }
        }
    }
}
