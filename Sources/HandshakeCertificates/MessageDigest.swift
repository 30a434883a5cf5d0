// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension HashAlgorithm {
    /// The digest of bytes that may lie in several places.
    func digest(of message: some DataProtocol) -> [UInt8] {
        var state = HashState(self)
        for region in message.regions {
            unsafe region.withUnsafeBytes { state.update(unsafe Span<UInt8>(_unsafeBytes: $0)) }
        }
        return state.finalize()
    }
}
