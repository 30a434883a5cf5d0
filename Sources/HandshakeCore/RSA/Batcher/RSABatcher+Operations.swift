// SPDX-License-Identifier: Apache-2.0

/// Each operation with a callback, for event loops. The callback runs on one of the batcher's threads,
/// or on the caller's if the queue refuses the request; it should hand the result over and return.
extension RSABatcher {
    /// ``RSAPrivateKey/sign(message:scheme:)``. The message is hashed on the caller's thread.
    @discardableResult
    public func sign(
        message: [UInt8],
        scheme: RSASignatureScheme,
        with key: RSAPrivateKey,
        request: Request = Request(),
        completion: @escaping @Sendable (Result<[UInt8], RSABatcherError>) -> Void
    ) -> Request {
        sign(
            digest: scheme.digest(of: message),
            scheme: scheme,
            with: key,
            request: request,
            completion: completion
        )
    }

    /// ``RSAPrivateKey/sign(digest:scheme:)``.
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
                    try key.loadSignature(of: digest.span, scheme, workspace)
                },
                finish: { key, workspace in key.publicKey.output(workspace) },
                completion: completion
            )
        )
        return request
    }

    /// ``RSAPrivateKey/decrypt(_:scheme:)``.
    @discardableResult
    public func decrypt(
        _ ciphertext: [UInt8],
        scheme: RSAEncryptionScheme,
        with key: RSAPrivateKey,
        request: Request = Request(),
        completion: @escaping @Sendable (Result<[UInt8], RSABatcherError>) -> Void
    ) -> Request {
        submit(
            RSABatcherJob(
                key,
                request,
                load: { key, workspace throws(RSAError) in
                    try key.loadCiphertext(ciphertext.span, workspace)
                },
                finish: { key, workspace throws(RSAError) in
                    try key.message(ciphertext.span, scheme, workspace)
                },
                completion: completion
            )
        )
        return request
    }

    /// ``RSAPrivateKey/rawOperation(_:)``, with no padding: a building block, not decryption.
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
                    try key.loadRaw(input.span, workspace)
                },
                finish: { key, workspace in key.publicKey.output(workspace) },
                completion: completion
            )
        )
        return request
    }

    /// ``RSAPrivateKey/decryptPremasterSecret(_:clientVersion:)``.
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
}
