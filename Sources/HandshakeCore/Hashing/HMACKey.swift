// SPDX-License-Identifier: Apache-2.0

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

    /// A key of any length, the empty one included. The array stays in memory: a key from a
    /// ``SecretBytes``, by its `withBytes`, leaves no copy.
    public init(_ algorithm: HashAlgorithm, key: [UInt8], kernels: HashKernels = .best) {
        self.init(algorithm, key: key.span, kernels: kernels)
    }

    /// The hash function.
    public var algorithm: HashAlgorithm { function.algorithm }

    /// Writes the tag of `message` to the first `algorithm.digestByteCount` bytes of `tag`. Throws
    /// ``HashError/outputLength`` if `tag` is shorter.
    public borrowing func authenticate(
        _ message: Span<UInt8>,
        into tag: inout MutableSpan<UInt8>
    ) throws(HashError) {
        guard tag.count >= algorithm.digestByteCount else { throw .outputLength }
        writeTag(of: message, into: &tag)
    }

    /// The tag of `message`.
    public borrowing func authenticate(_ message: [UInt8]) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: algorithm.digestByteCount)
        var bytes = tag.mutableSpan
        writeTag(of: message.span, into: &bytes)
        return tag
    }

    /// Whether `tag` is the tag of `message`, in constant time. Where tags are truncated (RFC 2104,
    /// section 5), `byteCount` says to how many of their first bytes; a tag of another length is never
    /// right.
    public borrowing func isValid(
        _ tag: Span<UInt8>,
        for message: Span<UInt8>,
        byteCount: Int? = nil
    ) -> Bool {
        let byteCount = byteCount ?? algorithm.digestByteCount
        guard 1...algorithm.digestByteCount ~= byteCount, tag.count == byteCount else {
            return false
        }
        var computed = [64 of UInt8](repeating: 0)
        var bytes = computed.mutableSpan
        writeTag(of: message, into: &bytes)
        let isValid = constantTimeEqual(tag, bytes.span.extracting(first: byteCount))
        bytes.wipe()
        return declassify(isValid, because: "whether a message is authentic is public")
    }

    /// Whether `tag` is the tag of `message`, in constant time; with `byteCount`, the first bytes of it.
    public borrowing func isValid(
        _ tag: [UInt8],
        for message: [UInt8],
        byteCount: Int? = nil
    ) -> Bool {
        isValid(tag.span, for: message.span, byteCount: byteCount)
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

    /// Appends `bytes` to the message.
    public mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// Writes the message's tag to the first `digestByteCount` bytes of `tag`, and begins an empty
    /// message. Throws ``HashError/outputLength`` if `tag` is shorter.
    public mutating func finalize(into tag: inout MutableSpan<UInt8>) throws(HashError) {
        guard tag.count >= function.algorithm.digestByteCount else { throw .outputLength }
        writeTag(into: &tag)
    }

    /// The message's tag. Begins an empty message.
    public mutating func finalize() -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: function.algorithm.digestByteCount)
        var bytes = tag.mutableSpan
        writeTag(into: &bytes)
        return tag
    }

    private mutating func writeTag(into tag: inout MutableSpan<UInt8>) {
        function.finishHMAC(&state, key: key, into: &tag)
        function.beginHMAC(&state, key: key)
    }
}
