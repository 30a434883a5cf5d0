// SPDX-License-Identifier: Apache-2.0

private import CHandshakeKernels

/// How large a key's workspaces are, and which kernel works in them.
struct WorkspaceLayout: Sendable, Equatable {
    var kernel: RSAKernel
    var modulusLimbCount: Int
    /// Zero for a public key.
    var primeLimbCount: Int
    var modulusByteCount: Int
    var scratchLimbCount: Int

    /// The kernels take the number that they reduce modulo a prime with twice the prime's limbs.
    var wideLimbCount: Int { max(modulusLimbCount, 2 * primeLimbCount) }
}

/// r^e and 1/r in Montgomery form, and for how many operations they are still good.
@safe struct BlindingPair {
    let factor: MutableLimbPointer
    let unblindingFactor: MutableLimbPointer
    var remainingUseCount = 0
    /// ``ForkCount/current`` when the pair was made.
    private(set) var forkCount = 0

    /// A new pair costs as much as an operation: below 1 % of all.
    private static var useCount: Int { 128 }

    /// Whether the next operation needs a new pair. A child of `fork` shares none with its parent.
    var isUsedUp: Bool { remainingUseCount == 0 || forkCount != ForkCount.current }

    /// The factors are new.
    mutating func wasRenewed() {
        remainingUseCount = Self.useCount
        forkCount = ForkCount.current
    }
}

/// All the memory that one operation needs, and the blinding that it uses: an operation has it for
/// itself while it runs, so that operations on one key neither wait for each other nor allocate.
@safe final class Workspace: @unchecked Sendable {
    let layout: WorkspaceLayout
    private let storage: Limbs

    /// The operation's input, below the modulus.
    let input: MutableLimbPointer
    /// The blinded input.
    let blinded: MutableLimbPointer
    /// The result of the operation.
    let output: MutableLimbPointer
    /// The check with the public exponent, and other intermediate values.
    let check: MutableLimbPointer
    /// The results modulo the two primes, and what is made of them.
    let residueP: MutableLimbPointer
    let residueQ: MutableLimbPointer
    let temporary: MutableLimbPointer
    let scratch: MutableLimbPointer

    /// The blinding pairs for single operations and for those in lanes, whose Montgomery forms
    /// differ.
    var blinding: BlindingPair
    var laneBlinding: BlindingPair

    /// Whether the input is not the caller's, which was out of range.
    var holdsStandIn = false

    /// Encoded messages: twice the modulus' bytes.
    private let bytes: UnsafeMutablePointer<UInt8>
    private let byteStorage: Limbs

    init(layout: WorkspaceLayout) {
        self.layout = layout
        let wide = layout.wideLimbCount
        let prime = layout.primeLimbCount
        let modulus = layout.modulusLimbCount
        let counts = [wide, wide, wide, wide, prime, prime, prime, layout.scratchLimbCount]
        let pairCounts = Array(repeating: prime == 0 ? 0 : modulus, count: 4)
        // Each region starts on a line of its own.
        let strides = (counts + pairCounts).map { ($0 + 7) / 8 * 8 }
        storage = Limbs(count: strides.reduce(0, +))
        var starts: [Int] = []
        var start = 0
        for stride in strides {
            starts.append(start)
            start += stride
        }
        unsafe input = storage.base + starts[0]
        unsafe blinded = storage.base + starts[1]
        unsafe output = storage.base + starts[2]
        unsafe check = storage.base + starts[3]
        unsafe residueP = storage.base + starts[4]
        unsafe residueQ = storage.base + starts[5]
        unsafe temporary = storage.base + starts[6]
        unsafe scratch = storage.base + starts[7]
        blinding = unsafe BlindingPair(
            factor: storage.base + starts[8],
            unblindingFactor: storage.base + starts[9]
        )
        laneBlinding = unsafe BlindingPair(
            factor: storage.base + starts[10],
            unblindingFactor: storage.base + starts[11]
        )
        wipedLimbCount = starts[8]
        byteStorage = Limbs(
            count: 2 * Limbs.count(forBitCount: layout.modulusByteCount * 8)
        )
        unsafe bytes = UnsafeMutableRawPointer(byteStorage.base)
            .bindMemory(to: UInt8.self, capacity: byteStorage.count * Limbs.byteCount)
    }

    private let wipedLimbCount: Int

    /// Wipes all but the blinding pairs.
    func wipe() {
        unsafe handshake_wipe(storage.base, wipedLimbCount * Limbs.byteCount)
        unsafe handshake_wipe(bytes, byteStorage.count * Limbs.byteCount)
    }

    /// Makes 2 the input.
    func loadStandIn() {
        unsafe input.update(repeating: 0, count: layout.modulusLimbCount)
        unsafe input[0] = 2
    }

    /// The results modulo p and q.
    @inline(__always)
    func withHalves(_ body: (inout MutableSpan<UInt64>, inout MutableSpan<UInt64>) -> Void) {
        let count = layout.primeLimbCount
        var halfP = unsafe MutableSpan(_unsafeStart: residueP, count: count)
        var halfQ = unsafe MutableSpan(_unsafeStart: residueQ, count: count)
        body(&halfP, &halfQ)
    }

    /// An encoded message, as long as the modulus.
    func withEncodedMessage<Result, Failure: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let buffer = unsafe UnsafeMutableBufferPointer(
            start: bytes,
            count: layout.modulusByteCount
        )
        var span = unsafe MutableSpan(_unsafeElements: buffer)
        return try body(&span)
    }

    /// destination[start...] = encodedMessage[range]
    func copyEncodedMessage(
        _ range: Range<Int>,
        to destination: inout MutableSpan<UInt8>,
        at start: Int
    ) {
        withEncodedMessage { encodedMessage in
            for index in range {
                destination[start + index - range.lowerBound] = encodedMessage[index]
            }
        }
    }

    /// Two byte strings as long as the modulus: an encoded message and another one.
    func withEncodedMessages<Result, Failure: Error>(
        _ body: (inout MutableSpan<UInt8>, inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let byteCount = layout.modulusByteCount
        let first = unsafe UnsafeMutableBufferPointer(start: bytes, count: byteCount)
        let second = unsafe UnsafeMutableBufferPointer(start: bytes + byteCount, count: byteCount)
        var firstSpan = unsafe MutableSpan(_unsafeElements: first)
        var secondSpan = unsafe MutableSpan(_unsafeElements: second)
        return try body(&firstSpan, &secondSpan)
    }
}
