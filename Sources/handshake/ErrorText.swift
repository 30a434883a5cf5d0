import ArgumentParser
import Crypto
import Foundation
import HandshakeEngine
import HandshakeKeyFormats
import HandshakeRSA
import NIOCore
import NIOHTTP1
import NIOPosix
import SwiftASN1
import X509

/// What an error says to the one who runs the command. Libraries describe theirs for their
/// developers, with types and source lines: nothing of that is printed.
package enum ErrorText {
    package static func of(_ error: any Error) -> String {
        switch error {
        case let error as ToolError: error.description
        case let error as KeyFormatError: text(error)
        case let error as RSAKeyError: text(error)
        case is RSAError: "the private key's operation failed"
        case let error as ASN1Error: text(error)
        case is CertificateError: "a field of it is not as RFC 5280 has it"
        case is CryptoKitError: "its key is of a kind or a size that is not supported"
        case let error as IOError: systemText(error.errnoCode)
        case let error as NIOConnectionError: text(error)
        case let error as SocketAddressError: text(error)
        case is SocketAddressError.UnknownHost: unknownHost
        case let error as ChannelError: text(error)
        case let error as HTTPParserError: error.debugDescription
        case let error as CocoaError: text(error)
        case let error as POSIXError: systemText(error.code.rawValue)
        default: "it failed for a reason that this command has no words for"
        }
    }

    /// What an error of this library says of itself, if it says anything.
    static func ownWords(of error: any Error) -> String? {
        // Not the error itself, which Foundation would turn into one of its own.
        type(of: error) is any CustomStringConvertible.Type ? "\(error)" : nil
    }

    private static let unknownHost = "the host's name is not known"

    static func systemText(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }

    private static func text(_ error: KeyFormatError) -> String {
        switch error.code {
        case .invalidKey(let reason): text(reason)
        default: error.description
        }
    }

    private static func text(_ error: RSAKeyError) -> String {
        switch error {
        case .modulusTooSmall(let bitCount):
            "an RSA key of \(bitCount) bits is too short: it has to have 2048"
        case .modulusTooLarge(let bitCount):
            "an RSA key of \(bitCount) bits is too long for this library"
        case .unsupportedPublicExponent: "the RSA key's public exponent is not supported"
        case .unsupportedGenerationBitCount(let bitCount):
            "no RSA key of \(bitCount) bits can be made"
        case .unsupportedPSSParameters: "the RSA key's PSS parameters are not supported"
        case .kernelNotSupported: "this machine cannot use the RSA key"
        default: "the numbers of the RSA key do not belong together"
        }
    }

    private static func text(_ error: ASN1Error) -> String {
        switch error.code {
        case .truncatedASN1Field: "it is cut short"
        case .invalidPEMDocument: "it is not PEM, or cut short"
        case .invalidStringRepresentation: "a text in it has characters that its kind does not have"
        default: "it is not DER, or not of this kind"
        }
    }

    private static func text(_ error: NIOConnectionError) -> String {
        let reason = error.connectionErrors.first.map { of($0.error) } ?? unknownHost
        return "\(Endpoint(host: error.host, port: error.port)) cannot be connected to: \(reason)"
    }

    private static func text(_ error: SocketAddressError) -> String {
        switch error {
        case .unknown: unknownHost
        case .unsupported, .unixDomainSocketPathTooLong, .failedToParseIPString:
            "the address cannot be used"
        }
    }

    private static func text(_ error: ChannelError) -> String {
        switch error {
        case .connectTimeout: "there is no answer"
        case .writeHostUnreachable: systemText(EHOSTUNREACH)
        default: "the connection is closed"
        }
    }

    /// Foundation says what the system said, somewhere beneath.
    private static func text(_ error: CocoaError) -> String {
        switch error.underlying {
        case let error as POSIXError: return systemText(error.code.rawValue)
        default: break
        }
        return switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: systemText(ENOENT)
        case .fileReadNoPermission, .fileWriteNoPermission: systemText(EACCES)
        case .fileWriteOutOfSpace: systemText(ENOSPC)
        case .fileWriteVolumeReadOnly: systemText(EROFS)
        default: "the file cannot be read or written"
        }
    }
}
