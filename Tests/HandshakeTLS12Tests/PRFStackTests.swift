import CHandshakeKernels
import HandshakeSymmetric
import HandshakeTLS12
import SelfTestCases
import TestSupport
import Testing

/// Deriving leaves neither secrets nor what is between them and the output on the stack, whatever
/// the compiler had to spill.
@Suite struct PRFStackTests {
    @Test(arguments: PRF.Hash.allCases, KeyDerivationCases.kernels)
    func nothingSecretRemains(_ hash: PRF.Hash, _ kernels: HashKernels) throws {
        let prf = PRF(hash, kernels: kernels)
        var generator = SeededGenerator(seed: 6)
        let secret = generator.bytes(48)
        let (clientRandom, serverRandom) = (generator.bytes(32), generator.bytes(32))
        let seed = Array("master secret".utf8) + clientRandom + serverRandom
        let needles = needles(hash, secret, seed)
        #expect(stackRemainsOfKnownLeak(of: Array(needles.prefix(16))) == 1)

        var master = [UInt8](repeating: 0, count: 48)
        let remains = stackRemains(of: needles) {
            var output = master.mutableSpan
            try? prf.masterSecret(
                premasterSecret: secret.span,
                clientRandom: clientRandom.span,
                serverRandom: serverRandom.span,
                into: &output
            )
        }
        #expect(master == prf.derived(secret, [], seed, 48))
        #expect(remains == 0)
    }

    /// What must not remain, in each order that words have in memory and in registers.
    private func needles(_ hash: PRF.Hash, _ secret: [UInt8], _ seed: [UInt8]) -> [UInt8] {
        let algorithm: HashAlgorithm = hash == .sha256 ? .sha256 : .sha384
        func pad(_ byte: UInt8) -> [UInt8] {
            (0..<algorithm.blockByteCount).map { byte ^ ($0 < secret.count ? secret[$0] : 0) }
        }
        func inner(_ message: [UInt8]) -> [UInt8] { algorithm.digest(pad(0x36) + message) }
        func tag(_ message: [UInt8]) -> [UInt8] { algorithm.digest(pad(0x5c) + inner(message)) }
        let a1 = tag(seed)
        let a2 = tag(a1)
        let values =
            [secret, Array(pad(0x36).prefix(48)), Array(pad(0x5c).prefix(48))]
            + [inner(seed), a1, inner(a1), a2, inner(a1 + seed), inner(a2 + seed), tag(a1 + seed)]
            + padStates(hash, secret)
        let wordByteCount = hash == .sha256 ? 4 : 8
        return values.flatMap { value in
            let words = stride(from: 0, to: value.count, by: wordByteCount).map {
                Array(value[$0..<$0 + wordByteCount].reversed())
            }
            // The SHA extensions' registers: f e b a and h g d c, the low word first.
            let lanes =
                words.count == 8
                ? [5, 4, 1, 0, 7, 6, 3, 2].flatMap { words[$0] } : []
            return value + words.flatMap(\.self) + lanes
        }
    }
    /// The chaining states after the key's two pads, most significant byte first.
    private func padStates(_ hash: PRF.Hash, _ secret: [UInt8]) -> [[UInt8]] {
        var states = handshake_hmac_states()
        unsafe handshake_hmac_prepare(
            &states,
            hash == .sha256 ? handshake_sha256_portable() + 1 : handshake_sha512_portable(),
            secret,
            secret.count
        )
        func bytes(_ state: handshake_hash_state) -> [UInt8] {
            var state = state
            let words = unsafe withUnsafeBytes(of: &state) { unsafe Array($0) }
            let wordByteCount = hash == .sha256 ? 4 : 8
            return stride(from: 0, to: 8 * wordByteCount, by: wordByteCount)
                .flatMap { words[$0..<$0 + wordByteCount].reversed() }
        }
        return [bytes(states.inner), bytes(states.outer)]
    }
}
