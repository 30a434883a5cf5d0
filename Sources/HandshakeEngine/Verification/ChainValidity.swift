// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HandshakeCore
private import Synchronization
internal import X509

/// What a verified chain was found to be: until it ends, and while the same authorities are trusted,
/// a session that was made with it can be resumed without verifying it again.
package struct ChainValidity: Sendable, Hashable {
    /// Of the authorities that were trusted.
    let rootsDigest: [UInt8]
    /// When all certificates of the chain, the trusted one too, are valid: both ends included.
    let from: Date
    let until: Date

    init(rootsDigest: [UInt8], from: Date, until: Date) {
        self.rootsDigest = rootsDigest
        self.from = from
        self.until = until
    }

    /// That of a chain with at least one certificate.
    init?(_ chain: some Sequence<Certificate>, under roots: TLSTrustRoots) {
        guard let from = chain.lazy.map(\.notValidBefore).max(),
            let until = chain.lazy.map(\.notValidAfter).min()
        else { return nil }
        self.init(rootsDigest: roots.digest, from: from, until: until)
    }
}

/// What a verification has found, for the connection that asked for it: empty until a chain was
/// accepted, and where the caller answers without verifying.
final class VerifiedChain: Sendable {
    private let found = Mutex<ChainValidity?>(nil)

    var validity: ChainValidity? { found.withLock { $0 } }

    func record(_ validity: ChainValidity?) { found.withLock { $0 = validity } }
}
