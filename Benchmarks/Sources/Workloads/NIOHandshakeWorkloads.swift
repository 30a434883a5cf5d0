// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore
private import HandshakeNIOSSL
private import NIOSSL
private import X509

/// A full handshake as swift-nio-ssl's server does it.
enum NIOHandshakeKind: String, CaseIterable {
    /// TLS 1.3: a signature.
    case tls13
    /// TLS 1.2 with ECDHE: a signature.
    case tls12ECDHE = "tls12-ecdhe"
    /// TLS 1.2 with RSA key exchange: a decryption.
    case tls12RSA = "tls12-rsa"

    var description: String {
        switch self {
        case .tls13: "TLS 1.3"
        case .tls12ECDHE: "TLS 1.2, ECDHE"
        case .tls12RSA: "TLS 1.2, RSA key exchange"
        }
    }
}

extension Catalogue {
    private static let handshakesInFlight = 32

    /// `nio-handshakes-rsa<bits>-<kind>` with 32 handshakes in flight; of TLS 1.3 also with another
    /// number of them, `-<number>-in-flight`.
    static func nioHandshakes(key: BenchmarkKey) -> [Workload] {
        let id = "nio-handshakes-rsa\(key.bitCount)"
        let all = NIOHandshakeKind.allCases.map {
            nioHandshakes(id: "\(id)-\($0.rawValue)", key, $0, inFlight: handshakesInFlight)
        }
        return all
            + [1, 64].map {
                nioHandshakes(id: "\(id)-tls13-\($0)-in-flight", key, .tls13, inFlight: $0)
            }
    }

    private static func nioHandshakes(
        id: String,
        _ key: BenchmarkKey,
        _ kind: NIOHandshakeKind,
        inFlight: Int
    ) -> Workload {
        func candidate(_ name: String, _ keyText: String, isAccelerated: Bool) -> Candidate {
            Candidate(
                name,
                calls: "NIOSSLServerHandler with \(keyText), one event loop; \(kind.description), "
                    + "\(inFlight) connections in flight from NIOSSL clients on another thread"
            ) {
                let ours = try key.privateKey()
                let load = try NIOHandshakeLoad(
                    key: ours,
                    ownKey: isAccelerated ? nil : key.pkcs1,
                    kind: kind,
                    inFlight: inFlight
                )
                return Operation(
                    version: isAccelerated ? Versions.handshake : nioSSLVersion,
                    kernel: isAccelerated
                        ? OurRSA.kernelName(ours.kernel, isBatch: inFlight > 1) : nil,
                    operationsPerCall: inFlight,
                    usesOtherThreads: true,
                    countedSeconds: load.serverSeconds,
                    connections: load.connections,
                    run: load.run,
                    result: nil
                )
            }
        }
        return Workload(
            id: id,
            work: .uncounted,
            needsSeveralCores: true,
            candidates: [
                candidate("handshake", "AcceleratedRSAPrivateKey", isAccelerated: true),
                candidate("nio-ssl", "its own key", isAccelerated: false),
            ]
        )
    }
}
