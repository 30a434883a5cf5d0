// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS
import SelfTestCases
import TestSupport
import Testing

extension TLS13Tests {
    @Suite struct KeyScheduleTests {
        @Test(
            arguments: KeyScheduleCases.all.filter {
                StackRemains.canBeFound || !$0.name.contains("stack")
            }
        )
        func holds(_ testCase: SelfTestCase) {
            #expect(testCase.run(.full).failures == [])
        }

        static func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }

        /// What a step refuses, with an output of so many bytes, which it does not touch.
        static func error(
            output byteCount: Int = 32,
            _ derive: (inout MutableSpan<UInt8>) throws(KeyDerivationError) -> Void
        ) -> KeyDerivationError? {
            var output = bytes(byteCount)
            do throws(KeyDerivationError) {
                var span = output.mutableSpan
                try derive(&span)
                return nil
            } catch {
                #expect(output == bytes(byteCount))
                return error
            }
        }

        @Test(arguments: [0, 31, 33, 48])
        func secretsAndHashesOfOtherLengthsAreRefused(_ count: Int) {
            let schedule = TLS13.KeySchedule.sha256
            let (wrong, right) = (Self.bytes(count), Self.bytes(32))
            let errors = [
                Self.error { output throws(KeyDerivationError) in
                    try schedule.handshakeSecret(earlySecret: wrong.span, into: &output)
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.masterSecret(handshakeSecret: wrong.span, into: &output)
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.deriveSecret(
                        .exporterMaster,
                        from: wrong.span,
                        transcriptHash: right.span,
                        into: &output
                    )
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.binderKey(of: .external, earlySecret: wrong.span, into: &output)
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.nextTrafficSecret(after: wrong.span, into: &output)
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.presharedKey(
                        resumptionMasterSecret: wrong.span,
                        ticketNonce: Span(),
                        into: &output
                    )
                },
                Self.error(output: 16) { output throws(KeyDerivationError) in
                    try schedule.writeKey(trafficSecret: wrong.span, into: &output)
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.writeInitializationVector(
                        trafficSecret: wrong.span,
                        into: &output
                    )
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.finishedKey(baseKey: wrong.span, into: &output)
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.verifyData(
                        baseKey: wrong.span,
                        transcriptHash: right.span,
                        into: &output
                    )
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.exportKeyingMaterial(
                        exporterMasterSecret: wrong.span,
                        label: right.span,
                        into: &output
                    )
                },
                Self.error { _ throws(KeyDerivationError) in
                    _ = try schedule.isValidVerifyData(
                        right.span,
                        baseKey: wrong.span,
                        transcriptHash: right.span
                    )
                },
            ]
            #expect(errors.allSatisfy { $0 == .secretLength })
            let hashErrors = [
                Self.error { output throws(KeyDerivationError) in
                    try schedule.deriveSecret(
                        .clientEarlyTraffic,
                        from: right.span,
                        transcriptHash: wrong.span,
                        into: &output
                    )
                },
                Self.error { output throws(KeyDerivationError) in
                    try schedule.verifyData(
                        baseKey: right.span,
                        transcriptHash: wrong.span,
                        into: &output
                    )
                },
                Self.error { _ throws(KeyDerivationError) in
                    _ = try schedule.isValidVerifyData(
                        right.span,
                        baseKey: right.span,
                        transcriptHash: wrong.span
                    )
                },
            ]
            #expect(hashErrors.allSatisfy { $0 == .hashLength })
        }

        @Test func outputsWithoutRoomAreRefused() throws {
            let schedule = TLS13.KeySchedule.sha256
            let secret = Self.bytes(32)
            let errors = [
                Self.error(output: 31) { output throws(KeyDerivationError) in
                    try schedule.earlySecret(into: &output)
                },
                Self.error(output: 31) { output throws(KeyDerivationError) in
                    try schedule.masterSecret(handshakeSecret: secret.span, into: &output)
                },
                Self.error(output: 0) { output throws(KeyDerivationError) in
                    try schedule.finishedKey(baseKey: secret.span, into: &output)
                },
                Self.error(output: 31) { output throws(KeyDerivationError) in
                    try schedule.verifyData(
                        baseKey: secret.span,
                        transcriptHash: secret.span,
                        into: &output
                    )
                },
                Self.error(output: 24) { output throws(KeyDerivationError) in
                    try schedule.writeKey(trafficSecret: secret.span, into: &output)
                },
                Self.error(output: 11) { output throws(KeyDerivationError) in
                    try schedule.writeInitializationVector(
                        trafficSecret: secret.span,
                        into: &output
                    )
                },
                Self.error(output: 255 * 32 + 1) { output throws(KeyDerivationError) in
                    try schedule.exportKeyingMaterial(
                        exporterMasterSecret: secret.span,
                        label: secret.span,
                        into: &output
                    )
                },
            ]
            #expect(errors.allSatisfy { $0 == .outputLength })
            let owned = SecretBytes(copying: secret.span)
            for byteCount in [-1, Int.min, .max, 255 * 32 + 1] {
                #expect(throws: KeyDerivationError.outputLength) {
                    _ = try schedule.exportKeyingMaterial(
                        exporterMasterSecret: owned,
                        label: secret,
                        byteCount: byteCount
                    ).byteCount
                }
                #expect(throws: KeyDerivationError.outputLength) {
                    _ = try schedule.writeKey(trafficSecret: owned, byteCount: byteCount).byteCount
                }
                #expect(throws: KeyDerivationError.outputLength) {
                    _ = try schedule.expandLabel(
                        secret: owned,
                        label: secret,
                        context: [],
                        byteCount: byteCount
                    ).byteCount
                }
            }
        }

        @Test func labelsAndContextsOfOtherLengthsAreRefused() {
            let schedule = TLS13.KeySchedule.sha256
            let long = Self.bytes(256)
            let secret = Self.bytes(32)
            for (label, context, code) in [
                (0, 0, KeyDerivationError.labelLength), (250, 0, .labelLength),
                (249, 256, .contextLength),
            ] {
                let error = Self.error { output throws(KeyDerivationError) in
                    try schedule.expandLabel(
                        secret: long.span,
                        label: long.span.extracting(first: label),
                        context: long.span.extracting(first: context),
                        into: &output
                    )
                }
                #expect(error == code)
            }
            for label in [0, 250] {
                let error = Self.error { output throws(KeyDerivationError) in
                    try schedule.exportKeyingMaterial(
                        exporterMasterSecret: secret.span,
                        label: long.span.extracting(first: label),
                        into: &output
                    )
                }
                #expect(error == .labelLength)
            }
            let error = Self.error { output throws(KeyDerivationError) in
                try schedule.presharedKey(
                    resumptionMasterSecret: secret.span,
                    ticketNonce: long.span,
                    into: &output
                )
            }
            #expect(error == .contextLength)
        }

        @Test(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
        func derivingAllocatesNothing() throws {
            let schedule = TLS13.KeySchedule.sha384
            let bytes = [UInt8](repeating: 1, count: 48)
            var output = bytes
            var isValid = true
            func round() throws(KeyDerivationError) {
                var span = output.mutableSpan
                let secret = bytes.span
                try schedule.expandLabel(
                    secret: secret,
                    label: secret,
                    context: secret,
                    into: &span
                )
                try schedule.earlySecret(presharedKey: secret, into: &span)
                try schedule.earlySecret(into: &span)
                try schedule.handshakeSecret(
                    earlySecret: secret,
                    sharedSecret: secret,
                    into: &span
                )
                try schedule.masterSecret(handshakeSecret: secret, into: &span)
                try schedule.deriveSecret(
                    .serverHandshakeTraffic,
                    from: secret,
                    transcriptHash: secret,
                    into: &span
                )
                try schedule.binderKey(of: .resumption, earlySecret: secret, into: &span)
                try schedule.nextTrafficSecret(after: secret, into: &span)
                try schedule.presharedKey(
                    resumptionMasterSecret: secret,
                    ticketNonce: secret,
                    into: &span
                )
                try schedule.writeInitializationVector(trafficSecret: secret, into: &span)
                try schedule.verifyData(baseKey: secret, transcriptHash: secret, into: &span)
                isValid = try schedule.isValidVerifyData(
                    secret,
                    baseKey: secret,
                    transcriptHash: secret
                )
                try schedule.exportKeyingMaterial(
                    exporterMasterSecret: secret,
                    label: secret,
                    context: secret,
                    into: &span
                )
            }
            try round()
            #expect(try allocationCount(round) == 0)
            #expect(!isValid)
        }
    }
}
