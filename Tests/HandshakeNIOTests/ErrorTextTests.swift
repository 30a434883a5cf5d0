// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import HandshakeNIO
import Testing

@Suite("Errors of the engine and its handlers: texts") struct ErrorTextTests {
    @Test func foundationShowsTheTexts() {
        let errors: [any Error & CustomStringConvertible] = [
            HandshakeHandlerError.handshakeTimedOut, TLSConnectionError.truncated,
            TLSConnectionError.peerMisbehaved(.decodeError, reason: "a record is too long"),
            TLSCertificateRefusal(.missing, reason: "the peer sent none"),
            TLSCredentialError.keyDoesNotMatch,
        ]
        for error in errors {
            let text = (error as any Error).localizedDescription
            #expect(text == error.description)
            #expect(text.contains(" "), "\(text)")
        }
    }
}
