// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

@Suite struct ExporterTests {
    @Test func exportsNothingBeforeTheHandshakeIsDone() {
        #expect(throws: TLSConnectionError.handshakeNotCompleted) {
            try Endpoint(client: .test()).export()
        }
    }

    /// RFC 7627, section 5.4.
    @Test func exportsNothingWithoutExtendedMasterSecret() async throws {
        let server = try await LegacyClient.connectedServer()
        #expect(server.negotiated?.hasExtendedMasterSecret == false)
        #expect(throws: TLSConnectionError.exporterUnavailable) { try server.export() }
        // The connection goes on as before.
        try server.send([1])
        #expect(server.hasBytesToSend)
    }
}

extension Endpoint {
    func export() throws {
        var output = [UInt8](repeating: 0, count: 32)
        var span = output.mutableSpan
        try connection.exportKeyingMaterial(label: "EXPERIMENTAL test", into: &span)
    }
}
