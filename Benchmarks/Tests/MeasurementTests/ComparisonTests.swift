// SPDX-License-Identifier: Apache-2.0

import Measurement
import Testing

@Suite struct ComparisonTests {
    private func file(
        ours: [Double],
        peer: [Double]? = nil,
        peerName: String = "openssl",
        kernel: String = "k",
        peak: ResultFile.Peak? = nil
    ) -> ResultFile {
        func measurement(_ implementation: String, _ samples: [Double]) -> ResultFile.Measurement {
            .init(
                workload: "w",
                implementation: implementation,
                version: "1",
                kernel: implementation == "handshake" ? kernel : nil,
                operationsPerCall: 1,
                bytesPerOperation: 0,
                secondsPerOperation: .init(samples: samples),
                peak: implementation == "handshake" ? peak : nil
            )
        }
        return ResultFile(
            machine: .init(
                name: "m",
                architecture: "x86_64",
                cpu: "c",
                features: [],
                virtualized: false,
                emulated: false
            ),
            build: .init(commit: "0", compiler: "s", gmp: "6", configuration: "release"),
            measurements: [measurement("handshake", ours)]
                + (peer.map { [measurement(peerName, $0)] } ?? [])
        )
    }

    private func around(_ center: Double, spread: Double = 0.01) -> [Double] {
        (0..<15).map { center * (1 + spread * (Double($0) - 7) / 7) }
    }

    private func verdict(_ base: ResultFile, _ head: ResultFile) throws -> Comparison.Verdict {
        let comparison = try Comparison(base: base, head: head, tolerance: 0.05)
        return comparison.verdict(comparison.rows[0])
    }

    /// A workload with another key is another workload.
    @Test func onlyTimesWithOneKeyAreCompared() throws {
        let fixed = file(ours: around(1))
        var own = file(ours: around(2))
        own.measurements[0].ownKey = "0123456789abcdef"
        var other = own
        other.measurements[0].ownKey = "fedcba9876543210"
        for (base, head) in [(fixed, own), (own, fixed), (own, other)] {
            #expect(throws: Incomparable.self) {
                try Comparison(base: base, head: head, tolerance: 0.05)
            }
            #expect(throws: Incomparable.self) {
                try Comparison(bases: [base], heads: [head], tolerance: 0.05)
            }
        }
        let same = try Comparison(base: own, head: own, tolerance: 0.05)
        #expect(same.rows.map(\.workload) == ["w (own key 0123456789abcdef)"])
        own.measurements.append(fixed.measurements[0])
        own.measurements[1].workload = "v"
        var both = fixed
        both.measurements.append(own.measurements[1])
        let some = try Comparison(base: both, head: own, tolerance: 0.05)
        #expect(some.rows.map(\.workload) == ["v"])
        #expect(some.unmatched == ["w", "w (own key 0123456789abcdef)"])
    }

    @Test func anInterruptedRunIsSaid() throws {
        var head = file(ours: around(1))
        head.interrupted = .init(plannedWorkloads: 40)
        let comparison = try Comparison(base: file(ours: around(1)), head: head, tolerance: 0.05)
        #expect(comparison.markdown.contains("The run of the head was interrupted"))
        #expect(!comparison.markdown.contains("The run of the base"))
    }

    @Test func slowerFasterUnchanged() throws {
        #expect(try verdict(file(ours: around(1)), file(ours: around(1.2))) == .slower)
        #expect(try verdict(file(ours: around(1)), file(ours: around(0.8))) == .faster)
        #expect(try verdict(file(ours: around(1)), file(ours: around(1.03))) == .unchanged)
    }

    @Test func noiseIsNoSlowdown() throws {
        let base = file(ours: around(1, spread: 0.5))
        #expect(try verdict(base, file(ours: around(1.2, spread: 0.5))) == .unchanged)
    }

    @Test func aSlowMachineIsNoSlowdown() throws {
        let base = file(ours: around(1), peer: around(4))
        #expect(try verdict(base, file(ours: around(1.3), peer: around(5.2))) == .unchanged)
        #expect(try verdict(base, file(ours: around(1.3), peer: around(4))) == .slower)
    }

    @Test func aSlowdownIsOneOfThePeaksMultiples() throws {
        func file(_ seconds: Double, _ fraction: Double, peak: String = "p") -> ResultFile {
            self.file(
                ours: around(seconds),
                peer: around(4 * seconds),
                peak: .init(name: peak, samples: around(fraction))
            )
        }
        let base = file(1, 0.5)
        #expect(try verdict(base, file(1.3, 0.5)) == .unchanged)
        #expect(try verdict(base, file(1, 0.44)) == .slower)
        #expect(try verdict(base, file(1, 0.57)) == .faster)
        // Nothing is known of another peak, nor of one without samples: the peers are.
        #expect(try verdict(base, file(1.3, 0.1, peak: "q")) == .unchanged)
        var old = file(1.3, 0.1)
        old.measurements[0].peak?.samples = nil
        #expect(try verdict(base, old) == .unchanged)
    }

    @Test func pairsOfRunsAreComparedByThePeakToo() throws {
        let peak = ResultFile.Peak(name: "p", samples: around(0.5))
        let bases = (0..<7).map { _ in file(ours: around(1), peak: peak) }
        let slowMachine = (0..<7).map { _ in file(ours: around(1.5), peak: peak) }
        #expect(try !Comparison(bases: bases, heads: slowMachine, tolerance: 0.05).hasSlowdown)
    }

    @Test func figuresOutOfAllProportionAreCompared() throws {
        let comparison = try Comparison(
            base: file(ours: around(1e-15)),
            head: file(ours: around(1e15)),
            tolerance: 0.05
        )
        #expect(comparison.hasSlowdown)
        #expect(comparison.markdown.contains("**slower**"))
    }

    @Test func otherMachinesAndDebugBuildsAreRefused() throws {
        let base = file(ours: around(1))
        var elsewhere = base
        elsewhere.machine.cpu = "another"
        var debug = base
        debug.build.configuration = "debug"
        var emulated = base
        emulated.machine.emulated = true
        for head in [elsewhere, debug, emulated] {
            #expect(throws: Incomparable.self) { try verdict(base, head) }
            #expect(throws: Incomparable.self) { try verdict(head, base) }
            #expect(throws: Incomparable.self) {
                try Comparison(bases: [base], heads: [head], tolerance: 0.05)
            }
        }
        #expect(throws: Incomparable.self) { try verdict(emulated, emulated) }
        // What an older file does not say is not known to differ; features are taken away by hand.
        var older = base
        older.machine.processorCount = 2
        older.machine.features = ["aes"]
        #expect(try verdict(base, older) == .unchanged)
    }

    @Test func aPartOfOursIsNoPeer() throws {
        let base = file(ours: around(1), peer: around(0.7), peerName: "handshake-records")
        let head = file(ours: around(1.3), peer: around(0.91), peerName: "handshake-records")
        #expect(try verdict(base, head) == .slower)
    }

    @Test func pairsOfRuns() throws {
        // The machine drifts by a factor of two; the head is ten percent slower in every pair.
        let bases = (0..<7).map { file(ours: around(1 + Double($0) / 6)) }
        let heads = (0..<7).map { file(ours: around(1.1 * (1 + Double($0) / 6))) }
        let comparison = try Comparison(bases: bases, heads: heads, tolerance: 0.05)
        #expect(comparison.hasSlowdown)
        #expect(try !Comparison(bases: bases, heads: bases, tolerance: 0.05).hasSlowdown)
    }

    @Test func markdownNamesWhatChanged() throws {
        let comparison = try Comparison(
            base: file(ours: around(1)),
            head: file(ours: around(2), kernel: "portable"),
            tolerance: 0.05
        )
        #expect(comparison.markdown.contains("| `w` | 2.000 |"))
        #expect(comparison.markdown.contains("**slower** | k → portable |"))
        #expect(comparison.markdown.contains("1 slower, 0 faster, of 1 workloads."))
    }
}
