// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Crypto
import Foundation
import HandshakeCore
import HandshakeEngine
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
        case let error as KeyFormatError: error.description
        case is RSAKeyError: "the RSA key cannot be used"
        case is RSAError: "the private key's operation failed"
        case is ASN1Error, is CertificateError, is CryptoKitError: CertificateErrorText.of(error)
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

    private static let unknownHost = "the host's name is not known"

    static func systemText(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
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
