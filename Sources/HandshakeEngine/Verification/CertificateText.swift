// SPDX-License-Identifier: Apache-2.0

private import Crypto
internal import Foundation
package import HandshakeCore
private import SwiftASN1
internal import X509

/// What an error of swift-certificates means, as text to be read; its own descriptions dump types
/// and name places in the sources.
package enum CertificateErrorText {
    /// `key` is what this library finds in the place of the public key.
    package static func of(
        _ error: any Error,
        key: (() throws -> RSAPublicKey)? = nil
    ) -> String {
        switch error {
        case let error as ASN1Error where error.code == .invalidASN1IntegerEncoding:
            "a number that is not DER, or that is below zero, as a serial number may not be"
        case let error as ASN1Error: error.meaning
        case let error as CertificateError: text(error, key)
        case is CryptoKitError: keyText(key)
        default: "it is damaged"
        }
    }

    private static func text(
        _ error: CertificateError,
        _ key: (() throws -> RSAPublicKey)?
    ) -> String {
        switch error.code {
        case .unsupportedPublicKeyAlgorithm: keyText(key)
        case .unsupportedSignatureAlgorithm: "a signature of an algorithm that is not supported"
        case .duplicateOID: "the same extension twice"
        case .incorrectOIDForExtension, .incorrectOIDForAttribute, .invalidCSRAttribute:
            "an extension or attribute that is damaged"
        default: "it is damaged"
        }
    }

    private static func keyText(
        _ key: (() throws -> RSAPublicKey)?
    ) -> String {
        guard let key else { return "a public key that is not supported" }
        do {
            let key = try key()
            guard case .unrestricted = key.usage else {
                return "an RSA key for PSS signatures alone (id-RSASSA-PSS), which is not supported"
            }
            return
                "an RSA key of \(key.modulusBitCount) bits: fewer than 2048 bits and more than 8192 "
                + "are not supported, nor is an exponent of more than 33 bits"
        } catch let error as KeyFormatError {
            return error.code == .notAnRSAKey ? error.reason : "a public key with \(error.reason)"
        } catch {
            return "a public key that is not supported"
        }
    }
}

extension Certificate {
    /// Who the certificate is for, in an error message.
    var subjectText: String {
        subject.isEmpty ? "the certificate with serial number \(serialNumber)" : subject.shortText
    }

    func isValid(at time: Date) -> Bool {
        notValidBefore <= time && time <= notValidAfter
    }
}

extension DistinguishedName {
    var shortText: String { description.shortText }
}

extension String {
    /// A stranger's text in an error message: on one line, and not too long.
    var shortText: String {
        var text = ""
        for scalar in unicodeScalars.prefix(Self.shortTextCount) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
                text += scalar.escaped(asASCII: true)
            default:
                text.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.count > Self.shortTextCount ? text + "…" : text
    }

    private static var shortTextCount: Int { 128 }
}
