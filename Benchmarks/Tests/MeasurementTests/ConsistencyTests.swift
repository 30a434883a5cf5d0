// SPDX-License-Identifier: Apache-2.0

import Measurement
import Testing

/// What `validate` finds in files that can be read.
@Suite struct ConsistencyTests {
    private static let file: ResultFile = {
        func measurement(_ implementation: String, _ samples: [Double]) -> ResultFile.Measurement {
            .init(
                workload: "w",
                implementation: implementation,
                version: "1",
                kernel: implementation == "handshake" ? "k" : nil,
                operationsPerCall: 1,
                bytesPerOperation: 0,
                secondsPerOperation: .init(samples: samples),
                peak: implementation == "handshake"
                    ? .init(name: "p", samples: [0.5, 0.4, 0.6]) : nil
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
            measurements: [measurement("handshake", [1, 3, 2]), measurement("peer", [2, 6, 4])]
        )
    }()

    @Test func aRightFileHasNone() { #expect(Self.file.contradictions == []) }

    static let wrong: [(said: String, change: @Sendable (inout ResultFile) -> Void)] = [
        ("a debug build was measured", { $0.build.configuration = "debug" }),
        ("it has no measurement", { $0.measurements = [] }),
        ("w of peer is there twice", { $0.measurements.append($0.measurements[1]) }),
        (
            "peer has several versions",
            {
                $0.measurements.append($0.measurements[1])
                $0.measurements[2].workload = "v"
                $0.measurements[2].version = "2"
            }
        ),
        ("w was measured with several keys", { $0.measurements[0].ownKey = "0123456789abcdef" }),
        (
            "w: its implementations have not as many rounds each",
            { $0.measurements[1].secondsPerOperation = .init(samples: [2]) }
        ),
        (
            "w of peer: the median is not that of the samples",
            { $0.measurements[1].secondsPerOperation?.median = 3 }
        ),
        (
            "w of peer: the interval is not that of the samples",
            { $0.measurements[1].secondsPerOperation?.high = 7 }
        ),
        (
            "w of handshake: the peak has not as many rounds as the time",
            { $0.measurements[0].peak = .init(name: "p", samples: [0.5]) }
        ),
        (
            "w of handshake: the peak's fraction is not the median of its samples",
            { $0.measurements[0].peak?.fraction = 0.7 }
        ),
        ("w of handshake: a peak belongs to a kernel", { $0.measurements[0].kernel = nil }),
        ("w of peer: it has no time", { $0.measurements[1].secondsPerOperation = nil }),
        ("w of peer: an emulator's times are none", { $0.machine.emulated = true }),
        (
            "w of peer: p50 is longer than p99",
            { $0.measurements[1].latency = .init(p50: 2, p99: 1) }
        ),
        (
            "more workloads than the 1 planned",
            {
                $0.interrupted = .init(plannedWorkloads: 1)
                $0.measurements.append($0.measurements[1])
                $0.measurements[2].workload = "v"
            }
        ),
    ]

    @Test(arguments: wrong.indices)
    func whatContradictsIsSaid(_ index: Int) {
        var file = Self.file
        Self.wrong[index].change(&file)
        let said = Self.wrong[index].said
        #expect(file.contradictions.contains { $0.contains(said) }, "\(file.contradictions)")
    }
}
