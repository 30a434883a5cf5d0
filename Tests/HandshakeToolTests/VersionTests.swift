// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import Testing

@Suite struct VersionTests {
    @Test func theToolHasTheLibrarysVersion() throws {
        try ToolProgram.inTemporaryFolder { tool in
            let version = try tool.succeed("--version")
            #expect(version == HandshakeVersion.current + "\n")
        }
    }
}
