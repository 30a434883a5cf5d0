// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import HandshakeCore
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOHTTP1
import SwiftASN1
import Testing
import handshake

/// Each error that the tool can come across is put into words.
@Suite struct ErrorTextTests {
    private struct Stranger: Error {
        let code = 5
    }

    private static let rsaErrors: [any Error] = [
        RSAError.keyTooSmall, RSAError.notAllowedForKey, RSAError.unsupportedHash,
        RSAError.wrongInputLength, RSAError.wrongOutputLength, RSAError.messageTooLong,
        RSAError.inconsistentBatch(
            RSABatchMismatch(argument: "digests", count: 1, expectedCount: 2)
        ), RSAError.unsupportedSaltLength, RSAError.inputOutOfRange, RSAError.decryptionFailed,
        RSAError.invalidSignature, RSAError.faultDetected,
        RSAKeyError.modulusTooSmall(bitCount: 1024), RSAKeyError.modulusTooLarge(bitCount: 16_385),
        RSAKeyError.modulusIsEven, RSAKeyError.unsupportedPublicExponent,
        RSAKeyError.inconsistentPrimes, RSAKeyError.primeTooShort(bitCount: 9),
        RSAKeyError.compositePrime,
        RSAKeyError.inconsistentPrivateExponent, RSAKeyError.inconsistentCRTParts,
        RSAKeyError.unsupportedGenerationBitCount(7), RSAKeyError.unsupportedPSSParameters,
        RSAKeyError.kernelNotSupported(.portable),
    ]

    private static let asn1Errors: [any Error] = [
        ASN1Error.unexpectedFieldType(.integer), ASN1Error.invalidASN1Object(reason: "x"),
        ASN1Error.invalidASN1IntegerEncoding(reason: "x"), ASN1Error.truncatedASN1Field(),
        ASN1Error.unsupportedFieldLength(reason: "x"), ASN1Error.invalidPEMDocument(reason: "x"),
        ASN1Error.invalidStringRepresentation(reason: "x"),
        ASN1Error.tooFewOIDComponents(reason: "x"), CryptoKitError.incorrectKeySize,
        CryptoKitError.incorrectParameterSize, CryptoKitError.authenticationFailure,
        CryptoKitError.underlyingCoreCryptoError(error: 67_108_965), CryptoKitError.wrapFailure,
        CryptoKitError.unwrapFailure, CryptoKitError.invalidParameter,
    ]

    private static let networkErrors: [any Error] = [
        IOError(errnoCode: ECONNREFUSED, reason: "connect"),
        SocketAddressError.unsupported,
        SocketAddressError.unixDomainSocketPathTooLong,
        SocketAddressError.failedToParseIPString("x"),
        ChannelError.connectPending,
        ChannelError.connectTimeout(.seconds(1)), ChannelError.operationUnsupported,
        ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed, ChannelError.outputClosed,
        ChannelError.inputClosed, ChannelError.eof, ChannelError.writeMessageTooLarge,
        ChannelError.writeHostUnreachable, ChannelError.unknownLocalAddress,
        HTTPParserError.invalidVersion, HTTPParserError.invalidEOFState,
        HTTPParserError.headerOverflow, HTTPParserError.invalidMethod,
        HTTPParserError.invalidContentLength, HTTPParserError.invalidHeaderToken,
        HTTPParserError.unknown, HandshakeHandlerError.handshakeTimedOut,
    ]

    private static let systemErrors: [any Error] = [
        CocoaError(.fileNoSuchFile), CocoaError(.fileReadNoPermission),
        CocoaError(.fileWriteOutOfSpace), CocoaError(.coderInvalidValue),
        POSIXError(.EPIPE), NSError(domain: NSCocoaErrorDomain, code: 512),
        DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "x")), Stranger(),
    ]

    private static let connectionErrors: [any Error] = {
        let alerts = (UInt8.min...UInt8.max).map { TLSAlertDescription(rawValue: $0) }
        let refusals: [TLSCertificateRefusal.Code] = [
            .missing, .unknownAuthority, .outsideValidityPeriod, .wrongIdentity, .wrongUsage,
            .invalidChain, .policy,
        ]
        return alerts.map { TLSConnectionError.alertReceived($0) }
            + alerts.map { TLSConnectionError.peerMisbehaved($0, reason: "why") }
            + refusals.map {
                TLSConnectionError.certificateRefused(TLSCertificateRefusal($0, reason: "why"))
            } + [
                TLSConnectionError.clientCertificateNotSent(.handshakeFailure, reason: "why"),
                .truncated, .privateKeyOperationFailed, .recordLimitReached,
                .invalidConfiguration(reason: "why"), .handshakeNotCompleted, .closed,
                .exporterUnavailable, .invalidExporterInput,
            ]
    }()

    @Test func putsErrorsIntoWords() {
        let errors = Self.rsaErrors + Self.asn1Errors + Self.networkErrors + Self.systemErrors
        for error in errors {
            Wording.check(ErrorText.of(error), ", which is \(error)")
        }
    }

    @Test(arguments: ["server", "client"])
    func putsFailuresIntoWords(peer: String) {
        let errors = Self.connectionErrors + Self.networkErrors + Self.systemErrors
        for error in errors {
            Wording.check(FailureText.of(error, peer: peer), ", which is \(error)")
        }
    }

    @Test func saysWhatToDo() {
        func text(_ alert: TLSAlertDescription, _ peer: String) -> String {
            FailureText.of(TLSConnectionError.alertReceived(alert), peer: peer)
        }
        #expect(text(.protocolVersion, "server").contains("does not speak TLS 1.2"))
        #expect(text(.handshakeFailure, "server").contains("--certificate"))
        #expect(text(.unknownCA, "client").contains("does not trust the authority"))
    }

    /// The check itself finds what it is there for.
    @Test(arguments: [
        "\(ASN1Error.truncatedASN1Field())", "modulusTooSmall(bitCount: 1024)",
        "\(CryptoKitError.underlyingCoreCryptoError(error: 5))", "\(CocoaError(.fileNoSuchFile))",
        "\(POSIXError(.EPIPE))",
        "wrongInputLength", "NIOCore.ChannelError", "Optional(5)", "",
    ])
    func findsDumps(_ text: String) {
        #expect(!Wording.faults(text).isEmpty)
    }
}
