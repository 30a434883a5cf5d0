/// How a batcher signs.
public enum RSASignatureScheme: Sendable, Hashable {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2).
    case pkcs1(HashAlgorithm)
    /// RSASSA-PSS (RFC 8017 section 8.1), MGF1 with the same hash.
    case pss(HashAlgorithm, saltLength: RSAPSSSaltLength = .digest)
}

/// Each operation with a callback, for event loops. The callback runs on one of the batcher's threads,
/// or on the caller's if the queue refuses the request; it should hand the result over and return.
extension RSABatcher {
    /// Signs a digest. The signature is as long as the modulus.
    @discardableResult
    public func sign(
        digest: [UInt8],
        scheme: RSASignatureScheme,
        with key: RSAPrivateKey,
        request: Request = Request(),
        completion: @escaping @Sendable (Result<[UInt8], RSABatcherError>) -> Void
    ) -> Request {
        submit(
            RSABatcherJob(
                key,
                request,
                load: { key, workspace throws(RSAError) in
                    switch scheme {
                    case .pkcs1(let hash):
                        guard digest.count == hash.digestByteCount else { throw .wrongInputLength }
                        try key.loadPKCS1(digest.span, hash, workspace)
                    case .pss(let hash, let saltLength):
                        guard digest.count == hash.digestByteCount else { throw .wrongInputLength }
                        try key.loadPSS(
                            digest.span,
                            hash,
                            nil,
                            saltLength,
                            workspace,
                            fillSalt: SystemRandom.fill
                        )
                    }
                },
                finish: Self.output,
                completion: completion
            )
        )
        return request
    }

    /// output = input ^ d mod n, with no padding: a building block, not decryption. Both are
    /// big-endian and as long as the modulus.
    @discardableResult
    public func rawOperation(
        _ input: [UInt8],
        with key: RSAPrivateKey,
        request: Request = Request(),
        completion: @escaping @Sendable (Result<[UInt8], RSABatcherError>) -> Void
    ) -> Request {
        submit(
            RSABatcherJob(
                key,
                request,
                load: { key, workspace throws(RSAError) in
                    try key.publicKey.checkUnrestricted()
                    guard input.count == key.modulusByteCount else { throw .wrongInputLength }
                    try key.publicKey.load(input.span, 0..<input.count, workspace)
                },
                finish: Self.output,
                completion: completion
            )
        )
        return request
    }

    /// ``RSAPrivateKey/decryptPremasterSecret(_:clientVersion:into:)``.
    @discardableResult
    public func decryptPremasterSecret(
        _ ciphertext: [UInt8],
        clientVersion: UInt16,
        with key: RSAPrivateKey,
        request: Request = Request(),
        completion: @escaping @Sendable (consuming Result<SecretBytes, RSABatcherError>) -> Void
    ) -> Request {
        submit(
            RSABatcherJob(
                key,
                request,
                load: { key, workspace throws(RSAError) in
                    try key.loadPremaster(ciphertext.span, 0..<ciphertext.count, workspace)
                },
                finish: { key, workspace throws(RSAError) in
                    SecretBytes(byteCount: RSAPrivateKey.premasterSecretByteCount) { secret in
                        key.finishPremaster(workspace, clientVersion, &secret, at: 0)
                    }
                },
                completion: completion
            )
        )
        return request
    }

    private static func output(_ key: RSAPrivateKey, _ workspace: Workspace) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: key.modulusByteCount)
        var span = bytes.mutableSpan
        key.publicKey.store(workspace, into: &span, 0..<key.modulusByteCount)
        return bytes
    }
}
