// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
public import HandshakeTLS

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// HandshakeCore and HandshakeTLS do without Foundation, whose `localizedDescription` shows a number of
// an error that is no `LocalizedError`. Each product that brings Foundation along has this target, once
// in a program.

extension AESGCMError: LocalizedError {
    public var errorDescription: String? { description }
}

extension FileReadingError: LocalizedError {
    public var errorDescription: String? { description }
}

extension HKDFError: LocalizedError {
    public var errorDescription: String? { description }
}

extension HashError: LocalizedError {
    public var errorDescription: String? { description }
}

extension KeyFormatError: LocalizedError {
    public var errorDescription: String? { description }
}

extension RSABatcherError: LocalizedError {
    public var errorDescription: String? { description }
}

extension RSAError: LocalizedError {
    public var errorDescription: String? { description }
}

extension RSAKeyError: LocalizedError {
    public var errorDescription: String? { description }
}

extension KeyDerivationError: LocalizedError {
    public var errorDescription: String? { description }
}

extension RecordError: LocalizedError {
    public var errorDescription: String? { description }
}
