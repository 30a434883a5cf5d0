import Measurement
import Testing

@Suite struct ComparisonTests {
    private func file(
        ours: [Double],
        peer: [Double]? = nil,
        peerName: String = "openssl",
        kernel: String = "k"
    ) -> ResultFile {
        func measurement(_ implementation: String, _ samples: [Double]) -> ResultFile.Measurement {
            .init(
                workload: "w",
                implementation: implementation,
                version: "1",
                kernel: implementation == "handshake" ? kernel : nil,
                operationsPerCall: 1,
                bytesPerOperation: 0,
                secondsPerOperation: .init(samples: samples)
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
