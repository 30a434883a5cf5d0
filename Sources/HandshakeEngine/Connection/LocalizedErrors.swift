// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension TLSCertificateRefusal: LocalizedError {
    public var errorDescription: String? { description }
}

extension TLSConnectionError: LocalizedError {
    public var errorDescription: String? { description }
}

extension TLSCredentialError: LocalizedError {
    public var errorDescription: String? { description }
}

extension TLSUnreadableCertificate: LocalizedError {
    public var errorDescription: String? { description }
}
