// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
public import HandshakeEngine
internal import Synchronization

/// Where the operations of a credential's external private key are done: off the event loop.
public struct PrivateKeyOperations: Sendable {
    /// Is given a request, and calls the completion once, on any thread.
    public typealias Perform =
        @Sendable (
            TLSPrivateKeyRequest, @escaping @Sendable (consuming TLSPrivateKeyAnswer) -> Void
        ) -> Void

    let perform: Perform

    /// Operations that the closure does, for example with a hardware module.
    public init(_ perform: @escaping Perform) { self.perform = perform }

    /// Operations done by a batcher, which does up to eight of them at once. The key is the one
    /// whose public part the credential was made with; a request for any other key fails.
    ///
    /// ```swift
    /// let handler = HandshakeHandler(server: configuration, privateKey: .batched(batcher, key))
    /// ```
    public static func batched(_ batcher: RSABatcher, _ key: RSAPrivateKey) -> Self {
        Self { request, completion in
            guard request.publicKey.modulusBytes == key.publicKey.modulusBytes else {
                completion(.failure)
                return
            }
            switch request.operation {
            case .sign(let digest, let scheme):
                batcher.sign(digest: digest, scheme: scheme, with: key) { result in
                    switch result {
                    case .success(let signature): completion(.signature(signature))
                    case .failure: completion(.failure)
                    }
                }
            case .decryptPremasterSecret(let ciphertext, let clientVersion):
                batcher.decryptPremasterSecret(
                    ciphertext,
                    clientVersion: clientVersion,
                    with: key
                ) { result in
                    switch consume result {
                    case .success(let secret): completion(.premasterSecret(secret))
                    case .failure: completion(.failure)
                    }
                }
            }
        }
    }
}

/// Carries an answer, which cannot be copied, from the thread that found it to the event loop.
final class AnswerHandover: Sendable {
    private let answer: Mutex<TLSPrivateKeyAnswer?>

    init(_ answer: consuming TLSPrivateKeyAnswer) { self.answer = Mutex(answer) }

    /// The answer, once.
    func take() -> TLSPrivateKeyAnswer { answer.withLock { $0.take() } ?? .failure }
}
