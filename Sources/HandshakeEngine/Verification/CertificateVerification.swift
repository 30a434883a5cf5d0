package import Foundation
private import Synchronization
package import X509

/// How a peer's chain is verified.
package struct CertificateVerification: Sendable {
    /// Whose certificates they are, which decides what they must be good for.
    package enum Peer: Sendable {
        /// A server with this host name or IP address.
        case server(name: String)
        case client
    }

    let peer: Peer
    let trustRoots: TrustRoots
    let policies: @Sendable () -> [any VerifierPolicy]
    let now: @Sendable () -> Date

    package init(
        peer: Peer,
        trustRoots: TrustRoots,
        policies: @escaping @Sendable () -> [any VerifierPolicy],
        now: @escaping @Sendable () -> Date
    ) {
        self.peer = peer
        self.trustRoots = trustRoots
        self.policies = policies
        self.now = now
    }

    package func verify(_ certificates: [Certificate]) async -> VerificationResult {
        guard let leaf = certificates.first else {
            return .refused(CertificateRefusal(.missing, reason: "the peer sent no certificate"))
        }
        let refusals = RefusalRecord()
        var verifier = Verifier(rootCertificates: trustRoots.store) {
            ChainPolicy(peer: peer, callersPolicies: policies(), time: now(), refusals: refusals)
        }
        let result = await verifier.validate(
            leaf: leaf,
            intermediates: CertificateStore(certificates.dropFirst())
        )
        switch result {
        case .validCertificate:
            return .accepted
        case .couldNotValidate:
            return .refused(
                refusals.first
                    ?? CertificateRefusal(
                        .unknownAuthority,
                        reason: "no chain from \(leaf.subject) leads to a trusted authority"
                    )
            )
        }
    }
}

/// Why the first chain that was found was refused: the verifier itself keeps texts only.
final class RefusalRecord: Sendable {
    private let refusal = Mutex<CertificateRefusal?>(nil)

    var first: CertificateRefusal? { refusal.withLock { $0 } }

    func add(_ new: CertificateRefusal) {
        refusal.withLock { if $0 == nil { $0 = new } }
    }
}
