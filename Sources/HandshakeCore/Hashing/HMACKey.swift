/// An HMAC key (RFC 2104), its two pads compressed once, when it is made.
///
/// Authenticating allocates nothing. The key is wiped when it goes.
public struct HMACKey: ~Copyable, Sendable {
    fileprivate let function: HashFunction
    fileprivate var states: SecretBytes

    /// A key of any length, the empty one included; keys longer than a block are hashed first.
    public init(_ algorithm: HashAlgorithm, key: Span<UInt8>, kernels: HashKernels = .best) {
        function = HashFunction(algorithm, kernels: kernels)
        states = SecretBytes(byteCount: HashFunction.hmacKeyByteCount)
        function.prepareHMAC(&states, key: key)
    }

    /// The hash function.
    public var algorithm: HashAlgorithm { function.algorithm }

    /// Writes the tag of `message` to the first `algorithm.digestByteCount` bytes of `tag`. Throws
    /// ``HashError/outputLength`` if `tag` is shorter.
    public borrowing func authenticate(
        _ message: Span<UInt8>,
        into tag: inout MutableSpan<UInt8>
    ) throws(HashError) {
        try authenticate(message, Span(), into: &tag)
    }

    /// Writes the tag of `first` followed by `second` to the first `algorithm.digestByteCount`
    /// bytes of `tag`. Throws ``HashError/outputLength`` if `tag` is shorter.
    public borrowing func authenticate(
        _ first: Span<UInt8>,
        _ second: Span<UInt8>,
        into tag: inout MutableSpan<UInt8>
    ) throws(HashError) {
        guard tag.count >= algorithm.digestByteCount else { throw .outputLength }
        function.tag(states, first, second, into: &tag)
    }

    /// The same where `tag` is known to be long enough; a trap if it is not.
    package borrowing func writeTag(of message: Span<UInt8>, into tag: inout MutableSpan<UInt8>) {
        function.tag(states, message, Span(), into: &tag)
    }
}

/// A message being authenticated piece by piece.
///
/// Its memory is allocated once, when it is made, and wiped when it goes. After ``finalize(into:)``
/// it authenticates the next message.
public struct HMACState: ~Copyable, Sendable {
    private let function: HashFunction
    private let key: SecretBytes
    private var state: SecretBytes

    /// Begins a message that is authenticated with `key`.
    public init(_ key: borrowing HMACKey) {
        function = key.function
        self.key = key.states.withBytes { SecretBytes(copying: $0) }
        state = SecretBytes(byteCount: HashFunction.stateByteCount)
        function.beginHMAC(&state, key: self.key)
    }

    /// Appends `bytes` to the message.
    public mutating func update(_ bytes: Span<UInt8>) {
        function.update(&state, with: bytes)
    }

    /// Writes the message's tag to the first `digestByteCount` bytes of `tag`, and begins an empty
    /// message. Throws ``HashError/outputLength`` if `tag` is shorter.
    public mutating func finalize(into tag: inout MutableSpan<UInt8>) throws(HashError) {
        guard tag.count >= function.algorithm.digestByteCount else { throw .outputLength }
        function.finishHMAC(&state, key: key, into: &tag)
        function.beginHMAC(&state, key: key)
    }
}
