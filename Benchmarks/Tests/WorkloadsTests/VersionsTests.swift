// SPDX-License-Identifier: Apache-2.0

import Testing
import Workloads

@Suite struct VersionsTests {
    @Test func resolvedVersions() {
        let text = """
            { "originHash": "0", "pins": [
              { "identity": "swift-crypto", "kind": "remoteSourceControl", "location": "https://x",
                "state": { "revision": "1", "version": "4.2.0" } },
              { "identity": "on-a-branch", "kind": "remoteSourceControl", "location": "https://y",
                "state": { "branch": "main", "revision": "2" } }
            ], "version": 3 }
            """
        #expect(Versions.resolved("swift-crypto", in: text) == "4.2.0")
        #expect(Versions.resolved("on-a-branch", in: text) == nil)
        #expect(Versions.resolved("not-there", in: text) == nil)
        #expect(Versions.resolved("swift-crypto", in: "") == nil)
    }
}
