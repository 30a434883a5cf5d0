// SPDX-License-Identifier: Apache-2.0

public import HandshakeNIOSSL

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension AcceleratedRSAError: LocalizedError {
    public var errorDescription: String? { description }
}
