// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

/// What protects the records of one direction in either version of TLS: the key, the initialization
/// vector and the sequence number.
struct RecordProtection: ~Copyable, Sendable {
    let key: AESGCMKey
    private let initializationVector: AESGCMNonce
    var sequenceNumbers: SequenceNumbers

    /// How many records are protected with one key where the caller sets no limit; RFC 8446, 5.5
    /// allows 2^24.5 of full size.
    static var defaultRecordLimit: UInt64 { 1 << 24 }

    init(
        key: Span<UInt8>,
        initializationVector: AESGCMNonce,
        startingAt sequenceNumber: UInt64,
        recordLimit: UInt64,
        kernel: AESGCMKernel
    ) throws(RecordError) {
        let preparedKey: AESGCMKey
        do throws(AESGCMError) {
            preparedKey = try AESGCMKey(key, kernel: kernel)
        } catch {
            throw RecordError(error == .kernelNotSupported ? .kernelNotSupported : .keyLength)
        }
        self.key = preparedKey
        self.initializationVector = initializationVector
        sequenceNumbers = SequenceNumbers(first: sequenceNumber, limit: recordLimit)
    }

    @inline(__always)
    func nonce(of text: ProtectedText) -> AESGCMNonce {
        initializationVector.combined(with: text.nonceNumber)
    }

    /// What to say when no sequence number is left.
    var exhaustion: RecordError {
        RecordError(
            sequenceNumbers.endsWithNumbers ? .sequenceNumbersExhausted : .recordLimitReached
        )
    }
}
