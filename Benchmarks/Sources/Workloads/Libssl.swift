// SPDX-License-Identifier: Apache-2.0

internal import CPeers

/// The libssl that belongs to a libcrypto.
@safe struct Libssl {
    let handle: OpaquePointer

    /// `path` nil: the one beside the libcrypto.
    static func open(_ library: OpaquePointer, path: String?) -> Result<Libssl, OperationFailed> {
        unsafe withErrorText { text, capacity in
            if let path {
                unsafe path.withCString { unsafe peer_libssl_open(library, $0, text, capacity) }
            } else {
                unsafe peer_libssl_open(library, nil, text, capacity)
            }
        }.map { unsafe Libssl(handle: $0) }
    }
}

extension TLSFixture {
    /// Calls `body` with the certificates and what kind of handshake it is, as the C peers take them.
    func withPeerInput<Result>(
        _ kind: HandshakeKind,
        _ side: HandshakeSide,
        _ body: (UnsafePointer<peer_tls_input>) -> Result
    ) throws -> Result {
        let identities = try identities()
        return unsafe Self.serverName.withCString { serverName in
            unsafe identities.authority.certificateBytes.withUnsafeBufferPointer { authority in
                unsafe identities.server.withPeerIdentity { server in
                    unsafe identities.client.withPeerIdentity { client in
                        var input = unsafe peer_tls_input(
                            is_ecdhe: kind.isECDHE ? 1 : 0,
                            is_mutual: kind.isMutual ? 1 : 0,
                            is_resumed: kind.isResumed ? 1 : 0,
                            timed: side.peerSide,
                            server_name: serverName,
                            authority: authority.baseAddress,
                            authority_byte_count: authority.count,
                            server: server,
                            client: client
                        )
                        return unsafe body(&input)
                    }
                }
            }
        }
    }
}

extension TLSFixture.Identity {
    fileprivate func withPeerIdentity<Result>(_ body: (peer_tls_identity) -> Result) -> Result {
        unsafe certificateBytes.withUnsafeBufferPointer { certificate in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe body(
                    peer_tls_identity(
                        certificate: certificate.baseAddress,
                        certificate_byte_count: certificate.count,
                        key: key.baseAddress,
                        key_byte_count: key.count
                    )
                )
            }
        }
    }
}

extension HandshakeSide {
    fileprivate var peerSide: peer_tls_side {
        switch self {
        case .both: PEER_TLS_NO_SIDE
        case .server: PEER_TLS_SERVER
        case .client: PEER_TLS_CLIENT
        }
    }
}
