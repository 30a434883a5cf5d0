// SPDX-License-Identifier: Apache-2.0

private import CPeers

/// What kind of handshake it is.
struct HandshakeKind {
    let isECDHE: Bool
    let isMutual: Bool
    var isResumed = false
    /// Whether the client has connected to the server before, and our configuration so knows its
    /// chain; otherwise each client of ours has a new configuration.
    var isChainKnown = false

    /// "handshake-rsa2048-one-way"; resumption is in the suffix.
    func id(bitCount: Int) -> String {
        "handshake-\(isECDHE ? "ecdhe-" : "")rsa\(bitCount)-\(isMutual ? "mutual" : "one-way")"
    }
}

/// Whose time is measured.
enum HandshakeSide {
    case both, server, client
}

extension Catalogue {
    /// `handshake-rsa<bits>-one-way`, `-mutual` and `handshake-ecdhe-rsa<bits>-one-way`, client and
    /// server together in one thread and in memory; each also as `-server` and `-client` (that side's
    /// time alone), `-client-again` (with a chain that our client knows; the peers' verify it again),
    /// `-resumed`, and `-server-batched` (the server's time with many in flight).
    static func handshakes(peers: Peers, key: BenchmarkKey) -> [Workload] {
        let fixture = TLSFixture(serverKey: key)
        let kinds = [
            HandshakeKind(isECDHE: false, isMutual: false),
            HandshakeKind(isECDHE: false, isMutual: true),
            HandshakeKind(isECDHE: true, isMutual: false),
        ]
        return kinds.flatMap { kind -> [Workload] in
            let id = kind.id(bitCount: key.bitCount)
            let ours = OurHandshakes(fixture: fixture, kind: kind)
            var resumed = kind
            resumed.isResumed = true
            let oursResumed = OurHandshakes(fixture: fixture, kind: resumed)
            var again = kind
            again.isChainKnown = true
            let oursAgain = OurHandshakes(fixture: fixture, kind: again)
            func workload(_ suffix: String, _ candidates: [Candidate]) -> Workload {
                Workload(id: id + suffix, work: .uncounted, candidates: candidates)
            }
            return [
                workload("", [ours.single(.both)] + libssls(peers, fixture, kind, .both)),
                workload(
                    "-server",
                    [ours.single(.server)] + libssls(peers, fixture, kind, .server)
                ),
                workload(
                    "-client",
                    [ours.single(.client)] + libssls(peers, fixture, kind, .client)
                ),
                workload(
                    "-client-again",
                    [oursAgain.single(.client)] + libssls(peers, fixture, kind, .client)
                ),
                workload(
                    "-resumed",
                    [oursResumed.single(.both)] + libssls(peers, fixture, resumed, .both)
                ),
                workload(
                    "-server-batched",
                    [ours.batched()]
                        + libssls(peers, fixture, kind, .server, note: "; one after the other")
                ),
            ]
        }
    }

    private static func libssls(
        _ peers: Peers,
        _ fixture: TLSFixture,
        _ kind: HandshakeKind,
        _ side: HandshakeSide,
        note: String = ""
    ) -> [Candidate] {
        peers.libraries.map { library in
            let calls =
                "libssl: SSL_new, SSL_do_handshake, SSL_free of both sides over memory BIOs "
                + "(SSL_CTX, keys, trust once)" + (kind.isResumed ? ", session ticket" : "") + note
            return Candidate(library.name, calls: calls) {
                guard case .success(let libssl) = library.libssl else { return nil }
                let handle = unsafe try fixture.withPeerInput(kind, side) { input in
                    unsafe peer_libssl_handshake(libssl.handle, input)
                }
                return unsafe PeerOperation(handle, name: library.name)?
                    .operation(version: library.version, countsItself: side != .both)
            }
        }
    }
}
