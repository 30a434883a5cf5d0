// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
public import X509

/// What a connection has to tell its owner.
public enum TLSEvent: Sendable {
    /// The credential's private key is elsewhere: do the operation, then call
    /// ``TLSConnection/answer(_:with:)-(TLSPrivateKeyRequest.ID,_)``. What arrives after the
    /// request has to wait until then.
    case privateKeyOperation(TLSPrivateKeyRequest)
    /// The peer's certificates have to be verified, in a resumed session only as
    /// ``TLSServerConfiguration/ticketKeys`` says: call ``TLSVerificationRequest/verify()``, then
    /// ``TLSConnection/answer(_:with:)-(TLSVerificationRequest.ID,_)``. What arrives after the
    /// request has to wait until then.
    case verification(TLSVerificationRequest)
    /// The handshake is complete; application data may be sent.
    case handshakeCompleted(TLSNegotiatedParameters)
    /// A client has a session that a later connection can resume. This can come before or after the
    /// handshake is complete.
    case newSession(TLSSession)
    /// There is application data for ``TLSConnection/takeApplicationData()``.
    case applicationData
    /// The peer has sent close_notify: no more application data will come.
    case peerClosed
    /// The connection has failed. If an alert is due, it is among the bytes to send: end the
    /// transport's output after it and read on for a while, because a socket that is closed with
    /// unread data may discard the alert as well.
    case failed(TLSConnectionError)
}

// MARK: Private-key operations

/// A private-key operation that a connection waits for.
public struct TLSPrivateKeyRequest: Sendable {
    /// Tells one request of a connection from the others.
    public struct ID: Hashable, Sendable {
        let number: Int
    }

    /// What is to be done with the private key.
    public enum Operation: Sendable {
        /// Sign the digest, whose length is that of the scheme's hash.
        case sign(digest: [UInt8], RSASignatureScheme)
        /// Decrypt as RFC 5246, section 7.4.7.1 demands: without ever failing because of what the
        /// ciphertext holds. `RSAPrivateKey.decryptPremasterSecret` does so, and `RSABatcher`'s
        /// too. The ciphertext has as many bytes as the peer sent; the version is the one that the
        /// ClientHello offered.
        case decryptPremasterSecret(ciphertext: [UInt8], clientVersion: UInt16)
    }

    /// To be given back with the answer.
    public let id: ID
    /// The public part of the key that is needed.
    public let publicKey: RSAPublicKey
    /// What is to be done with the key.
    public let operation: Operation
}

/// The outcome of a private-key operation.
public enum TLSPrivateKeyAnswer: ~Copyable, Sendable {
    /// The signature, as long in bytes as the key's modulus.
    case signature([UInt8])
    /// The premaster secret: 48 bytes.
    case premasterSecret(SecretBytes)
    /// The operation could not be done: the handshake ends with internal_error.
    case failure
}

// MARK: Verification

/// A peer's certificates, whose verification a connection waits for.
public struct TLSVerificationRequest: Sendable {
    /// Tells one request of a connection from the others.
    public struct ID: Hashable, Sendable {
        let number: Int
    }

    /// To be given back with the answer.
    public let id: ID
    /// The peer's certificates, leaf first, as it sent them.
    public let peerCertificates: [Certificate]
    package let verification: CertificateVerification

    /// Verifies the chain as the configuration asks: a path to a trusted authority, the validity
    /// period, the key usages, the rules of RFC 5280, a server's name or address, and the caller's
    /// policies.
    ///
    /// This keeps its thread busy for as long as the signatures take: a fraction of a millisecond
    /// for an honest peer, and for a hostile one as long as
    /// ``TLSConnectionLimits/signatureCheckCount`` allows. It therefore does not belong on a thread
    /// that others wait for, such as an event loop's.
    ///
    /// Cancel its task when the connection has ended: the verification then ends soon, with a
    /// refusal.
    public func verify() async -> TLSVerificationResult {
        await verification.verify(peerCertificates)
    }
}

/// The outcome of a verification.
public enum TLSVerificationResult: Sendable, Hashable {
    /// The peer is trusted.
    case accepted
    /// The peer is not trusted: the handshake ends with the refusal's alert.
    case refused(TLSCertificateRefusal)
}

// MARK: Observation

/// What an observer is told of a handshake.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum TLSHandshakeObservation: Sendable, Hashable {
    /// Which way a message went.
    public enum Direction: Sendable, Hashable {
        /// From this side to the peer.
        case sent
        /// From the peer to this side.
        case received
    }

    /// A part of the handshake that takes noticeable time.
    #if hasAttribute(nonexhaustive)
    @nonexhaustive
    #endif
    public enum Step: String, Sendable, Hashable {
        /// A private-key operation with a key that is used at once.
        case privateKeyOperation = "private-key operation"
        /// Encrypting the premaster secret with the server's public key.
        case publicKeyEncryption = "public-key encryption"
        /// Verifying the peer's signature over handshake messages.
        case signatureVerification = "signature verification"
        /// Making an ECDHE key pair or a shared secret.
        case keyExchange = "key exchange"
        /// Deriving the master secret, the key block, or the content of Finished.
        case keyDerivation = "key derivation"
        /// Parsing the peer's certificates.
        case certificateParsing = "certificate parsing"
        /// From the request for a verification to its answer.
        case certificateVerification = "certificate verification"
        /// From the request for a private-key operation elsewhere to its answer.
        case externalPrivateKeyOperation = "external private-key operation"
    }

    /// A handshake message, ChangeCipherSpec or alert by the standard's name, and its length in
    /// bytes without record headers.
    case message(Direction, name: String, byteCount: Int)
    /// A step and how long it took.
    case step(Step, Duration)
}
