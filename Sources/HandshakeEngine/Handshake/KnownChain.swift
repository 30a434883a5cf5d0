// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
private import Synchronization

/// The chain that a client's configuration has accepted last: a server that sends the same bytes is
/// not parsed again, and under the conditions of ``CertificateVerification/verify(_:)`` not verified
/// again either.
final class KnownChain: Sendable {
    private struct Entry {
        let serverName: String
        let chain: PeerCertificates
        /// `nil`: the caller accepted it without this library's verification.
        let validity: ChainValidity?
    }

    private let entry = Mutex<Entry?>(nil)

    /// These certificates, if they are the chain's.
    func parsed(_ bytes: [[UInt8]]) -> PeerCertificates? {
        entry.withLock { entry in entry?.chain.bytes == bytes ? entry?.chain : nil }
    }

    /// What the verification of this chain as this server's has found.
    func validity(of chain: PeerCertificates, as serverName: String) -> ChainValidity? {
        entry.withLock { entry in
            guard let entry, entry.serverName == serverName, entry.chain.bytes == chain.bytes else {
                return nil
            }
            return entry.validity
        }
    }

    func record(_ chain: PeerCertificates, as serverName: String, _ validity: ChainValidity?) {
        let new = Entry(serverName: serverName, chain: chain, validity: validity)
        entry.withLock { $0 = new }
    }
}
