/// What a peer may make a connection do.
public struct ConnectionLimits: Sendable {
    /// The longest Certificate message in bytes, its header not counted: TLS has room for 16 MiB.
    ///
    /// The other handshake messages may have what their definitions have room for: ClientHello
    /// 131,396 bytes, CertificateRequest 131,329, ServerKeyExchange 65,798, ServerHello 65,607,
    /// NewSessionTicket 65,541, CertificateVerify 65,539, ClientKeyExchange 65,537. A longer one
    /// ends the connection as soon as its header is there.
    public var certificateMessageByteCount = 1 << 16
    /// The certificates in one list.
    public var certificateCount = 10
    /// How many certificates of one subject and key are tried as issuers, of those that the peer
    /// sent. Each could stand for each of the others in a chain, so that the ways through them are as
    /// many as their orders; beyond the limit they are left out.
    public var certificatesPerSubjectAndKey = 2
    /// How many signatures of certificates one verification may check before it ends. A chain takes
    /// one for each certificate above the leaf; more are for authorities with one name, or several
    /// ways. A check takes about 20 microseconds with RSA-2048; the dearest keys, of P-521, take
    /// nearly a millisecond, so that a hostile peer costs 0.1 seconds at most.
    public var signatureCheckCount = 100
    /// How many comparisons of a name with a name constraint one verification may make (RFC 5280,
    /// section 4.2.1.10); a chain that takes more is refused.
    public var nameComparisonCount = 50_000
    /// The records that one key protects, each way (RFC 5288, section 6). The last is kept for the
    /// alert that ends the connection.
    public var recordsPerKey: UInt64 = 1 << 24
    /// The bytes that are kept while the connection waits for an answer to a request.
    public var waitingByteCount = 1 << 17

    public init() {}

    /// What the body of a message of this type may have.
    func bodyByteCount(of type: HandshakeType) -> Int {
        type == .certificate ? certificateMessageByteCount : type.maximumBodyByteCount
    }
}
