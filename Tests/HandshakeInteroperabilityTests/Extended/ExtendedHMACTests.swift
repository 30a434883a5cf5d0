// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Testing

@Suite(.needsExtendedVectors) struct ExtendedHMACTests {
    /// RFC 2202 and RFC 4231.
    @Test func hmac() throws {
        var tally = Tally()
        for vector in try ExtendedVectors.load("hmac") {
            let algorithm = HashAlgorithm(vectorName: vector[text: "hash"])
            let key = HMACKey(algorithm, key: vector["key"].span)
            var tag = [UInt8](repeating: 0, count: algorithm.digestByteCount)
            var span = tag.mutableSpan
            try key.authenticate(vector["message"].span, into: &span)
            #expect(tag == vector["tag"])
            tally.count(isRun: true)
        }
        tally.report("HMAC")
        #expect(tally.runCount == 31)
    }
}
