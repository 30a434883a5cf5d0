// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeNIOSSL
import HandshakeServices
import Testing

@Suite("Errors: texts") struct ErrorTextTests {
    /// Foundation shows each error's own text, also where another one is inside.
    @Test func foundationShowsTheTexts() {
        let errors: [any Error & CustomStringConvertible] = [
            AESGCMError.authenticationFailed, AESGCMError.invalidRecord(3, part: .keyIndex),
            FileReadingError.tooLong, HKDFError.outputLength, HashError.kernelNotSupported,
            RSABatcherError.operation(.wrongInputLength), RSAError.keyTooSmall,
            RSAKeyError.modulusTooSmall(bitCount: 1024),
            AcceleratedRSAError.batcher(.queueFull), AcceleratedRSAError.channelClosed,
            CertificateStoreError.unreadableKey(path: "key.pem", reason: "it is not there"),
        ]
        for error in errors {
            let text = (error as any Error).localizedDescription
            #expect(text == error.description)
            #expect(text.contains(" "), "\(text)")
        }
        let error = #expect(throws: KeyFormatError.self) {
            _ = try RSAPrivateKey(pemRepresentation: "")
        }
        #expect((error as (any Error)?)?.localizedDescription == error?.description)
    }
}
