public import HandshakeCore
public import X509

/// What a connection has to say to its owner.
public enum TLSEvent: Sendable {
    /// The credential's private key is elsewhere: do the operation, then
    /// ``TLSConnection/answer(_:with:)``. Nothing that came after is looked at until then.
    case privateKeyOperation(TLSPrivateKeyRequest)
    /// Verify the peer's certificates: ``TLSVerificationRequest/verify()``, then
    /// ``TLSConnection/answer(_:with:)``. Nothing that came after is looked at until then.
    case verification(TLSVerificationRequest)
    /// The handshake is done; application data may be sent.
    case handshakeCompleted(TLSNegotiatedParameters)
    /// A session that a later connection can resume, for a client. It can come before or after the
    /// handshake's completion.
    case newSession(TLSSession)
    /// ``TLSConnection/takeApplicationData()`` has some.
    case applicationData
    /// The peer sent close_notify: there is no more application data to come.
    case peerClosed
    /// The connection is dead. If it is due, the alert is among the bytes to send: end the
    /// transport's output after it and read on for a while, as a socket that is closed with
    /// something unread may take the alert with it.
    case failed(TLSConnectionError)
}

/// A private-key operation that a connection waits for.
public struct TLSPrivateKeyRequest: Sendable {
    public struct ID: Hashable, Sendable {
        let number: Int
    }

    public enum Operation: Sendable {
        /// Sign the digest.
        case sign(digest: [UInt8], RSASignatureScheme)
        /// Decrypt as RFC 5246, section 7.4.7.1 demands it: never failing for what the ciphertext
        /// holds. `RSAPrivateKey.decryptPremasterSecret` and `RSABatcher`'s do.
        case decryptPremasterSecret(ciphertext: [UInt8], clientVersion: UInt16)
    }

    public let id: ID
    /// Which key it is for.
    public let publicKey: RSAPublicKey
    public let operation: Operation
}

/// The outcome of a private-key operation.
public enum TLSPrivateKeyAnswer: ~Copyable, Sendable {
    case signature([UInt8])
    /// 48 bytes.
    case premasterSecret(SecretBytes)
    /// The operation could not be done: the handshake ends with internal_error.
    case failure
}

/// A peer's certificates, which a connection waits to be verified.
public struct TLSVerificationRequest: Sendable {
    public struct ID: Hashable, Sendable {
        let number: Int
    }

    public let id: ID
    /// The peer's certificates, leaf first, as it sent them.
    public let peerCertificates: [Certificate]
    package let verification: CertificateVerification

    /// Verifies the chain as the configuration asks: path to a trusted authority, validity period,
    /// key usages, the rules of RFC 5280, for a server its name or address, and the caller's
    /// policies.
    ///
    /// It keeps its thread busy for as long as the signatures take: a fraction of a millisecond for
    /// an honest peer, for a hostile one as long as ``TLSConnectionLimits/signatureCheckCount``
    /// allows. So it is not for threads that others wait for, such as an event loop's. It ends soon
    /// after its task is cancelled, which is due when the connection has ended: with a refusal, as
    /// without a chain.
    public func verify() async -> TLSVerificationResult {
        await verification.verify(peerCertificates)
    }
}

/// The outcome of a verification.
public enum TLSVerificationResult: Sendable, Hashable {
    case accepted
    case refused(TLSCertificateRefusal)
}

/// What an observer hears of a handshake.
public enum TLSHandshakeObservation: Sendable, Hashable {
    public enum Direction: Sendable, Hashable {
        case sent, received
    }

    public enum Step: String, Sendable, Hashable {
        /// A private-key operation, where the key is used at once.
        case privateKeyOperation = "private-key operation"
        /// Encrypting the premaster secret with the server's public key.
        case publicKeyEncryption = "public-key encryption"
        /// Verifying the peer's signature over handshake messages.
        case signatureVerification = "signature verification"
        /// An ECDHE key pair or shared secret.
        case keyExchange = "key exchange"
        /// A derivation: master secret, key block, or Finished.
        case keyDerivation = "key derivation"
        /// Parsing the peer's certificates.
        case certificateParsing = "certificate parsing"
        /// From the request for a verification, or for a private-key operation elsewhere, to its
        /// answer.
        case certificateVerification = "certificate verification"
        case externalPrivateKeyOperation = "external private-key operation"
    }

    /// A handshake message, ChangeCipherSpec or alert by the standard's name, and its length in
    /// bytes without record headers.
    case message(Direction, name: String, byteCount: Int)
    /// A step and how long it took.
    case step(Step, Duration)
}
