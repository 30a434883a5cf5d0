// SPDX-License-Identifier: Apache-2.0

/// A message being hashed piece by piece.
///
/// Its memory is allocated once, when it is made, and wiped when it goes. After ``finalize(into:)``
/// it hashes the next message.
public struct HashState: ~Copyable, Sendable {
    private let function: HashFunction
    private var state: SecretBytes

    /// Begins a message.
    public init(_ algorithm: HashAlgorithm, kernels: HashKernels = .best) {
        function = HashFunction(algorithm, kernels: kernels)
        state = SecretBytes(byteCount: HashFunction.stateByteCount)
        function.begin(&state)
    }

    /// The hash function.
    public var algorithm: HashAlgorithm { function.algorithm }

    /// Appends `bytes` to the message.
    public mutating func update(_ bytes: Span<UInt8>) {
        function.update(&state, with: bytes)
    }

    /// Appends `bytes` to the message.
    public mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// Writes the message's digest to the first `algorithm.digestByteCount` bytes of `digest`, and
    /// begins an empty message. Throws ``HashError/outputLength`` if `digest` is shorter.
    public mutating func finalize(into digest: inout MutableSpan<UInt8>) throws(HashError) {
        guard digest.count >= algorithm.digestByteCount else { throw .outputLength }
        writeDigest(into: &digest)
    }

    /// The message's digest. Begins an empty message.
    public mutating func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount)
        var bytes = digest.mutableSpan
        writeDigest(into: &bytes)
        return digest
    }

    /// The same where `digest` is known to be long enough; a trap if it is not.
    package mutating func writeDigest(into digest: inout MutableSpan<UInt8>) {
        function.finish(&state, into: &digest)
        function.begin(&state)
    }

    /// A second state that has seen the same bytes, such as a transcript that goes on after one
    /// message's hash was taken.
    public borrowing func copy() -> HashState { HashState(copying: self) }

    private init(copying other: borrowing HashState) {
        function = other.function
        state = other.state.withBytes { SecretBytes(copying: $0) }
    }
}
