// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measurement
import Testing

@Suite struct OneCoreTests {
    private struct Stop: Error {}

    @Test func givesWhatTheBodyGives() throws {
        #expect(OneCore.run { 7 } == 7)
        #expect(throws: Stop.self) { try OneCore.run { throw Stop() } }
    }

    #if os(Linux)
    @Test func keepsThreadsOnOneCoreWhileTheBodyRuns() throws {
        let before = try allowedCores()
        let within = try OneCore.run { try allowedCores() }
        #expect(within.count == 1)
        #expect(before.isSuperset(of: within))
        #expect(try allowedCores() == before)
    }

    /// As the system says them of this thread: "0-3,8".
    private func allowedCores() throws -> Set<Int> {
        let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
        let line = try #require(
            status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
        )
        let ranges = try #require(line.split(separator: "\t").last).split(separator: ",")
        return Set(
            ranges.flatMap { range in
                let ends = range.split(separator: "-").compactMap { Int($0) }
                return Array(ends[0]...ends[ends.count - 1])
            }
        )
    }
    #endif
}
