private import HandshakeCore

extension Connection {
    /// Answers a private-key request. An answer to anything else than the request that is waited for
    /// is ignored; one of the wrong kind is taken for a failure.
    public mutating func answer(
        _ request: PrivateKeyRequest.ID,
        with answer: consuming PrivateKeyAnswer
    ) {
        guard case .privateKey(request)? = context.pending else { return }
        context.endRequest()
        do throws(ConnectionError) {
            switch consume answer {
            case .signature(let signature):
                state = try state.receiveSignature(signature, &context)
            case .premasterSecret(let secret):
                guard secret.byteCount == RSAPrivateKey.premasterSecretByteCount else {
                    throw .privateKeyOperationFailed
                }
                state = try state.receivePremasterSecret(secret, &context)
            case .failure:
                throw .privateKeyOperationFailed
            }
            try goOn()
        } catch {
            fail(error)
        }
    }

    /// Answers a verification request. An answer to anything else than the request that is waited
    /// for is ignored.
    public mutating func answer(
        _ request: VerificationRequest.ID,
        with result: VerificationResult
    ) {
        guard case .verification(request)? = context.pending else { return }
        context.endRequest()
        do throws(ConnectionError) {
            switch result {
            case .accepted: state = try state.receiveVerification(&context)
            case .refused(let refusal): state = try state.receiveRefusal(refusal, &context)
            }
            try goOn()
        } catch {
            fail(error)
        }
    }

    /// Receives what came while the answer was waited for: messages of a record first, then records.
    private mutating func goOn() throws(ConnectionError) {
        try receiveMessages()
        var bytes: [UInt8] = []
        swap(&bytes, &waitingBytes)
        try receiveRecords(bytes.span)
    }
}
