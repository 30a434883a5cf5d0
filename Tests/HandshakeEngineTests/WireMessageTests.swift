// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import TestSupport
import Testing

/// What holds for every message.
@Suite struct WireMessageTests {
    @Test(arguments: try WireSamples.all())
    func isWrittenAsItWasRead(_ sample: WireSample) throws {
        #expect(try sample.rewrite(sample.body) == sample.body)
    }

    @Test(arguments: try WireSamples.all())
    func refusesABodyCutAnywhere(_ sample: WireSample) {
        for byteCount in 0..<sample.body.count where !sample.otherEnds.contains(byteCount) {
            let error = sample.error(Array(sample.body[..<byteCount]))
            #expect(error == .truncated, "cut after \(byteCount) bytes")
        }
        for byteCount in sample.otherEnds {
            #expect(sample.error(Array(sample.body[..<byteCount])) == nil)
        }
    }

    @Test(arguments: try WireSamples.all())
    func refusesBytesAfterTheEnd(_ sample: WireSample) {
        #expect(sample.error(sample.body + [0]) == .trailingBytes)
    }

    /// Each byte with each bit changed: an error or a message, and never a trap; a message is
    /// written with every length as it was.
    @Test(arguments: try WireSamples.all())
    func survivesEveryChangedBit(_ sample: WireSample) throws {
        for bit in 0..<8 * sample.body.count {
            var body = sample.body
            body[bit / 8] ^= 1 << (bit % 8)
            guard sample.error(body) == nil else { continue }
            let rewritten = try sample.rewrite(body)
            #expect(sample.error(rewritten) == nil)
        }
    }

    @Test(arguments: try WireSamples.all())
    func survivesRandomBytes(_ sample: WireSample) {
        var generator = SeededGenerator(seed: 5)
        for count in 0..<300 {
            let refused = sample.error(generator.bytes(count % 100)) != nil
            // The right length is all that Finished has, and the empty messages ask for no bytes.
            if sample.name == "Finished" {
                #expect(refused == (count % 100 != Finished.verifyDataByteCount))
            } else if sample.body.isEmpty {
                #expect(refused == (count % 100 != 0))
            }
        }
    }

    @Test func writesTypeAndLengthBeforeTheBody() throws {
        let message = try NewSessionTicket(lifetimeHint: 1, ticket: [0xAA]).message()
        #expect(message.type == .newSessionTicket)
        #expect(message.bytes.hexadecimal == "04000007" + "00000001" + "0001aa")
        #expect(try HelloRequest().message().bytes == [0, 0, 0, 0])
        #expect(try ServerHelloDone().message().bytes == [14, 0, 0, 0])
    }

    @Test func refusesToWriteAVectorThatIsTooLong() throws {
        let longest = [UInt8](repeating: 1, count: 0xFFFF)
        #expect(throws: Never.self) {
            try ClientKeyExchange.rsa(encryptedPremasterSecret: longest).message()
        }
        #expect(throws: WireError.vectorLength) {
            try ClientKeyExchange.rsa(encryptedPremasterSecret: longest + [1]).message()
        }
        #expect(throws: WireError.vectorLength) {
            try ClientKeyExchange.ecdhe(publicKey: [UInt8](repeating: 4, count: 256)).message()
        }
    }

    // MARK: Single messages

    @Test func limitsTheNumberOfCertificates() throws {
        let body = try CertificateMessage(certificates: [[1], [2], [3]]).bodyBytes()
        #expect(throws: WireError.tooManyCertificates(maximum: 2)) {
            try CertificateMessage(parsing: body.span, maximumCertificateCount: 2)
        }
        let parsed = try CertificateMessage(parsing: body.span, maximumCertificateCount: 3)
        #expect(parsed.certificates == [[1], [2], [3]])
    }

    @Test func readsAnEmptyCertificateListAndRefusesAnEmptyCertificate() throws {
        let empty: [UInt8] = [0, 0, 0]
        let parsed = try CertificateMessage(parsing: empty.span, maximumCertificateCount: 1)
        #expect(parsed.certificates.isEmpty)
        let emptyCertificate: [UInt8] = [0, 0, 3, 0, 0, 0]
        #expect(throws: WireError.vectorLength) {
            try CertificateMessage(parsing: emptyCertificate.span, maximumCertificateCount: 1)
        }
    }

    @Test func acceptsOnlyNamedCurves() {
        let explicitPrime: [UInt8] = [1, 0, 29, 1, 9, 4, 1, 0, 0]
        #expect(throws: WireError.illegalValue) {
            try ServerKeyExchange(parsing: explicitPrime.span)
        }
    }

    @Test func keepsNumbersThatItDoesNotKnow() throws {
        let body: [UInt8] = [3, 0xFE, 0xFE, 1, 9, 0xAA, 0xAA, 0, 1, 5]
        let parsed = try ServerKeyExchange(parsing: body.span)
        #expect(parsed.parameters.group.rawValue == 0xFEFE)
        #expect(parsed.signed.scheme.rawValue == 0xAAAA)
    }

    @Test func signsBothRandomsBeforeTheParameters() throws {
        let parameters = ServerECDHParameters(group: .secp256r1, publicKey: [4, 5])
        let content = try parameters.signedContent(clientRandom: [1, 1], serverRandom: [2, 2])
        #expect(content.hexadecimal == "0101" + "0202" + "03" + "0017" + "02" + "0405")
    }

    /// RFC 5246, 7.4.7.1: the length that comes before the ciphertext belongs to the message.
    @Test(arguments: [
        ([UInt8]([0, 2, 7]), WireError.truncated), ([0, 1, 7, 7], .trailingBytes),
        ([0, 0, 7], .trailingBytes), ([7], .truncated), ([], .truncated),
    ])
    func refusesACiphertextOfAnotherLengthThanItSays(_ body: [UInt8], _ error: WireError) {
        #expect(throws: error) { try ClientKeyExchange(parsingRSA: body.span) }
        #expect(error.alert == .decodeError)
    }

    @Test func takesACiphertextOfAnyLength() throws {
        let empty: [UInt8] = [0, 0]
        #expect(
            try ClientKeyExchange(parsingRSA: empty.span) == .rsa(encryptedPremasterSecret: [])
        )
    }

    @Test func refusesAnEmptyPoint() {
        let empty: [UInt8] = [0]
        #expect(throws: WireError.vectorLength) { try ClientKeyExchange(parsingECDHE: empty.span) }
    }

    @Test func readsAlerts() throws {
        let alert = TLSAlert(.fatal, .decryptError)
        #expect(alert.fragment == [2, 51])
        #expect(try TLSAlert(parsing: alert.fragment.span) == alert)
        #expect(String(describing: alert.description) == "decrypt_error")
        #expect(TLSAlertDescription(rawValue: 200).description == "alert 200")
        for (fragment, error) in [
            ([], WireError.truncated), ([2], .truncated), ([3, 51], .illegalValue),
            ([2, 51, 0], .trailingBytes),
        ] as [([UInt8], WireError)] {
            #expect(throws: error) { try TLSAlert(parsing: fragment.span) }
        }
    }
}
