// SPDX-License-Identifier: Apache-2.0

/// Each operation as an asynchronous function, which waits for its turn where
/// ``RSABatcher/Configuration/maximumWaitingCount`` requests wait already. Throws ``RSABatcherError``,
/// and `CancellationError` if the task is cancelled before the operation began.
extension RSABatcher {
    /// ``RSAPrivateKey/sign(message:scheme:)``.
    public func sign(
        message: [UInt8],
        scheme: RSASignatureScheme,
        with key: RSAPrivateKey
    ) async throws -> [UInt8] {
        try await sign(digest: scheme.digest(of: message), scheme: scheme, with: key)
    }

    /// ``RSAPrivateKey/sign(digest:scheme:)``.
    public func sign(
        digest: [UInt8],
        scheme: RSASignatureScheme,
        with key: RSAPrivateKey
    ) async throws -> [UInt8] {
        try await value { request, completion in
            sign(
                digest: digest,
                scheme: scheme,
                with: key,
                request: request,
                completion: completion
            )
        }
    }

    /// ``RSAPrivateKey/decrypt(_:scheme:)``.
    public func decrypt(
        _ ciphertext: [UInt8],
        scheme: RSAEncryptionScheme,
        with key: RSAPrivateKey
    ) async throws -> [UInt8] {
        try await value { request, completion in
            decrypt(
                ciphertext,
                scheme: scheme,
                with: key,
                request: request,
                completion: completion
            )
        }
    }

    /// ``RSAPrivateKey/rawOperation(_:)``, with no padding: a building block, not decryption.
    public func rawOperation(
        _ input: [UInt8],
        with key: RSAPrivateKey
    ) async throws -> [UInt8] {
        try await value { request, completion in
            rawOperation(input, with: key, request: request, completion: completion)
        }
    }

    /// ``RSAPrivateKey/decryptPremasterSecret(_:clientVersion:)``.
    public func decryptPremasterSecret(
        _ ciphertext: [UInt8],
        clientVersion: UInt16,
        with key: RSAPrivateKey
    ) async throws -> SecretBytes {
        let handover: Handover = try await value { request, completion in
            decryptPremasterSecret(
                ciphertext,
                clientVersion: clientVersion,
                with: key,
                request: request
            ) { outcome in
                switch consume outcome {
                case .success(let secret): completion(.success(Handover(secret)))
                case .failure(let error): completion(.failure(error))
                }
            }
        }
        return handover.take()
    }

    /// Carries a secret through a continuation, which takes copyable values only. It is taken once.
    private final class Handover: @unchecked Sendable {
        private var secret: SecretBytes?

        init(_ secret: consuming SecretBytes) { self.secret = consume secret }

        func take() -> SecretBytes {
            var taken: SecretBytes?
            swap(&taken, &secret)
            return taken ?? SecretBytes(byteCount: 0)
        }
    }

    private func value<Value: Sendable>(
        _ start: (Request, @escaping @Sendable (Result<Value, RSABatcherError>) -> Void) -> Void
    ) async throws -> Value {
        let request = Request(isAwaited: true)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                start(request) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            cancel(request)
        }
        if case .failure(.cancelled) = result { throw CancellationError() }
        return try result.get()
    }
}
