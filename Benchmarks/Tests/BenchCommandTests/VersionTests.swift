// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import Testing

@Suite struct VersionTests {
    @Test func theProgramHasTheLibrarysVersion() throws {
        try BenchProgram.inTemporaryFolder { bench in
            let outcome = try bench.run("--version")
            #expect(outcome.status == 0)
            #expect(outcome.output == HandshakeVersion.current + "\n")
        }
    }
}
