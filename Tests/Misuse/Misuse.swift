// SPDX-License-Identifier: Apache-2.0

// What must not compile: scripts/test-misuse compiles each function by itself, and asks for the error that
// stands above it. Functions without one are the right way to do it, and have to compile.
import HandshakeCore
import HandshakeTLS

// MARK: Two records under one nonce (SP 800-38D, section 8)

// error: 'sealer' is borrowed and cannot be consumed
func aSealerIsCopied(_ sealer: borrowing TLS12.RecordSealer) {
    let copy = sealer
    _ = consume copy
}

// error: 'sealer' consumed more than once
func aSealerIsKeptTwice(_ sealer: consuming TLS12.RecordSealer) {
    let first = sealer
    let second = sealer
    _ = consume first
    _ = consume second
}

// error: 'sealer' used after consume
func aSealerIsUsedAfterItWasGivenAway(_ sealer: consuming TLS13.RecordSealer) throws {
    var other = sealer
    _ = try other.seal([1], contentType: .applicationData)
    _ = try sealer.seal([2], contentType: .applicationData)
}

func aSealerIsGivenAway(_ sealer: consuming TLS13.RecordSealer) throws {
    var other = sealer
    _ = try other.seal([1], contentType: .applicationData)
    _ = try other.seal([2], contentType: .applicationData)
}

// error: cannot assign to property: 'sequenceNumber' is a get-only property
func aSequenceNumberIsSetBack(_ sealer: inout TLS12.RecordSealer) {
    sealer.sequenceNumber = 0
}

// error: cannot assign to property: 'sequenceNumber' is a get-only property
func aSequenceNumberOfTLS13IsSetBack(_ sealer: inout TLS13.RecordSealer) {
    sealer.sequenceNumber = 0
}

// error: cannot use mutating member on immutable value: 'sealer' is a 'let' constant
func aSealerDoesNotCount(_ sealer: borrowing TLS13.RecordSealer) throws {
    _ = try sealer.seal([1], contentType: .applicationData)
}

// error: noncopyable 'sealer' cannot be consumed when captured by an escaping closure
func aSealerIsOfAClosureThatRunsTwice(_ sealer: consuming TLS13.RecordSealer) {
    func keep(_ body: @escaping () -> Void) -> [() -> Void] { [body, body] }
    _ = keep {
        let own = sealer
        _ = consume own
    }
}

// error: 'key' is borrowed and cannot be consumed
func aKeyIsCopied(_ key: borrowing AESGCMKey) {
    let copy = key
    _ = consume copy
}

// MARK: Secrets

// error: 'secret' is borrowed and cannot be consumed
func aSecretIsCopied(_ secret: borrowing SecretBytes) -> SecretBytes {
    secret
}

// error: binary operator '==' cannot be applied to two 'SecretBytes' operands
func secretsAreComparedInTheirOwnTime(
    _ a: borrowing SecretBytes,
    _ b: borrowing SecretBytes
) -> Bool {
    a == b
}

func secretsAreComparedInConstantTime(
    _ a: borrowing SecretBytes,
    _ b: borrowing SecretBytes
) -> Bool {
    a.withBytes { a in b.withBytes { b in constantTimeEqual(a, b) } }
}

// error: argument type 'SecretBytes' does not conform to expected type 'Copyable'
func aSecretIsPrinted(_ secret: borrowing SecretBytes) {
    print(secret)
}

// error: no exact matches in call to instance method 'appendInterpolation'
func aSecretIsInterpolated(_ secret: borrowing SecretBytes) -> String {
    "the secret is \(secret)"
}

// error: requires that 'SecretBytes' conform to 'Copyable'
func aSecretIsDumped(_ secret: borrowing SecretBytes) {
    dump(secret)
}

// error: argument type 'SecretBytes' does not conform to expected type 'Copyable'
func aSecretIsMirrored(_ secret: borrowing SecretBytes) {
    _ = Mirror(reflecting: secret)
}

// error: instance method 'withBytes' requires that 'Span<UInt8>' conform to 'Escapable'
func aSecretsBytesAreKept(_ secret: borrowing SecretBytes) {
    let bytes: Span<UInt8> = secret.withBytes { bytes in bytes }
    _ = bytes[0]
}

// error: 'numbers' is borrowed and cannot be consumed
func aPrivateKeysNumbersAreCopied(_ numbers: borrowing RSAPrivateKeyComponents) {
    let copy = numbers
    _ = consume copy
}
