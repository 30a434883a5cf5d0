// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels
private import Synchronization

/// An odd modulus, prepared for the kernel that computes with it: the one place that knows which
/// code runs.
///
/// Numbers have ``limbCount`` limbs, results are below the modulus, and a number's Montgomery form
/// is the kernel's own affair: `multiply(toMontgomery(a), b) = a · b mod n`. Everything is
/// constant-time in all values but a public exponent's. `scratch` has ``scratchLimbCount`` limbs;
/// results do not overlap operands unless said.
@safe struct Modulus: ~Copyable, @unchecked Sendable {
    let kernel: RSAKernel
    /// Of every number below; zeros fill the modulus up to it.
    let limbCount: Int
    let limbs: Limbs
    let bitCount: Int
    private let significantLimbCount: Int
    /// The kernel's functions. `nil`: GMP computes.
    private let functions: handshake_montgomery_kernel?
    /// The kernel's constants: as secret as the modulus.
    private let context: Limbs
    /// The same for eight operations side by side, if the kernel can do that.
    let laneFunctions: handshake_montgomery_lanes?
    private let laneContext: Limbs
    private let isLaneContextPrepared = Mutex(false)

    /// `number` is odd, greater than 1, and has at most `limbCount` significant limbs, a count that
    /// the kernel covers.
    init(_ number: borrowing Limbs, limbCount: Int, kernel: RSAKernel) {
        self.kernel = kernel
        self.limbCount = limbCount
        limbs = Limbs(copying: number, count: limbCount)
        bitCount = limbs.significantBitCount
        significantLimbCount = limbs.significantLimbCount
        let functions = unsafe kernel.descriptor?.pointee
        unsafe self.functions = functions
        let contextByteCount = unsafe functions?.context_byte_count(limbCount) ?? 0
        context = Limbs(count: (contextByteCount + Limbs.byteCount - 1) / Limbs.byteCount)
        unsafe functions?.prepare(context.base, limbs.base, limbCount)
        let laneFunctions = unsafe functions?.lanes?.pointee
        let laneByteCount = unsafe laneFunctions?.context_byte_count(limbCount) ?? 0
        unsafe self.laneFunctions = laneByteCount > 0 ? laneFunctions : nil
        laneContext = Limbs(count: (laneByteCount + Limbs.byteCount - 1) / Limbs.byteCount)
    }

    /// The modulus for the first of `kernels` that covers it; GMP, which covers all, is among them.
    init(_ number: borrowing Limbs, kernels: [RSAKernel]) {
        let significantLimbCount = number.significantLimbCount
        for kernel in kernels {
            if let count = kernel.coveredLimbCount(significantLimbCount) {
                self.init(number, limbCount: count, kernel: kernel)
                return
            }
        }
        self.init(number, limbCount: significantLimbCount, kernel: .gmp)
    }

    /// What the lane kernel reads. It is prepared when it is first asked for: a peer's public key is
    /// used once or twice, and never in a batch.
    var laneContextBase: UnsafeRawPointer {
        isLaneContextPrepared.withLock { isPrepared in
            guard !isPrepared, let laneFunctions = unsafe laneFunctions else { return }
            unsafe laneFunctions.prepare(laneContext.base, limbs.base, limbCount)
            isPrepared = true
        }
        return unsafe UnsafeRawPointer(laneContext.base)
    }

    /// From how many operations on the lanes take less time than as many single ones: public operations
    /// with this modulus, and private ones with primes of its size. Nil: there are no lanes.
    var minimumPublicCount: Int? { unsafe laneFunctions?.minimum_public_count(limbCount) }
    var minimumPrivateCount: Int? {
        guard unsafe laneFunctions != nil else { return nil }
        return unsafe functions?.minimum_private_count(limbCount)
    }

    /// r = a · R mod n, where R is the lane kernel's; nothing where there is none.
    func toLaneMontgomery(_ r: MutableLimbPointer, _ a: LimbPointer) {
        guard let laneFunctions = unsafe laneFunctions else { return }
        let lanes = unsafe ModulusLanes(
            functions: laneFunctions,
            contexts: LaneContexts(repeating: laneContextBase),
            limbCount: limbCount
        )
        unsafe lanes.toMontgomery(LaneOutputs(repeating: r), LaneInputs(repeating: a))
    }

    var scratchLimbCount: Int {
        guard kernel == .gmp else { return 0 }
        let wide = 2 * limbCount
        return max(
            wide
                + max(
                    LimbArithmetic.multiplyScratchLimbCount(limbCount, limbCount),
                    LimbArithmetic.divideScratchLimbCount(wide, significantLimbCount)
                ),
            LimbArithmetic.powerScratchLimbCount(
                baseCount: wide,
                exponentBitCount: bitCount,
                modulusCount: significantLimbCount
            )
        )
    }

    /// r = a · b · 1/R mod n, where R is the kernel's. `r` may be `a` or `b`.
    func multiply(
        _ r: MutableLimbPointer,
        _ a: LimbPointer,
        _ b: LimbPointer,
        scratch: MutableLimbPointer
    ) {
        if let functions = unsafe functions {
            unsafe functions.multiply(context.base, r, a, b)
            return
        }
        // R is 1: GMP's reduction works on plain numbers.
        let wide = 2 * limbCount
        unsafe LimbArithmetic.multiply(
            scratch,
            a,
            limbCount,
            b,
            limbCount,
            scratch: scratch + wide
        )
        unsafe reduce(r, scratch, count: wide, scratch: scratch + wide)
    }

    /// r = a · R mod n. `r` may be `a`.
    func toMontgomery(_ r: MutableLimbPointer, _ a: LimbPointer, scratch: MutableLimbPointer) {
        if let functions = unsafe functions {
            unsafe functions.to_montgomery(context.base, r, a)
            return
        }
        unsafe reduce(r, a, count: limbCount, scratch: scratch)
    }

    /// r = base ^ exponent mod n for a public exponent, at least 1.
    func powerPublic(
        _ r: MutableLimbPointer,
        _ base: LimbPointer,
        _ exponent: UInt64,
        scratch: MutableLimbPointer
    ) {
        if let functions = unsafe functions {
            unsafe functions.power_public(context.base, r, base, exponent)
            return
        }
        var exponent = exponent
        let exponentBitCount = UInt64.bitWidth - exponent.leadingZeroBitCount
        unsafe LimbArithmetic.power(
            r,
            base: base,
            baseCount: limbCount,
            exponent: &exponent,
            exponentBitCount: exponentBitCount,
            modulus: limbs.base,
            modulusCount: significantLimbCount,
            scratch: scratch
        )
        unsafe extend(r)
    }

    /// r = base ^ exponent mod n for a public exponent of any length. `montgomeryBase` is overwritten.
    func powerPublic(
        _ r: MutableLimbPointer,
        _ base: LimbPointer,
        _ exponent: PublicExponent,
        montgomeryBase: MutableLimbPointer,
        scratch: MutableLimbPointer
    ) {
        unsafe toMontgomery(montgomeryBase, base, scratch: scratch)
        unsafe r.update(from: montgomeryBase, count: limbCount)
        for index in (0..<exponent.bitCount - 1).reversed() {
            unsafe multiply(r, r, r, scratch: scratch)
            guard exponent.bit(index) else { continue }
            // The last bit is set: the plain base takes the power out of its Montgomery form.
            unsafe multiply(r, r, index == 0 ? base : LimbPointer(montgomeryBase), scratch: scratch)
        }
    }

    /// r = base ^ exponent mod n. `base` has 2 · `limbCount` limbs; the exponent, with `limbCount`
    /// limbs, is below the modulus.
    func power(
        _ r: MutableLimbPointer,
        _ base: LimbPointer,
        _ exponent: LimbPointer,
        scratch: MutableLimbPointer
    ) {
        if let functions = unsafe functions {
            unsafe functions.power(context.base, r, base, exponent, significantLimbCount)
            return
        }
        unsafe LimbArithmetic.power(
            r,
            base: base,
            baseCount: 2 * limbCount,
            exponent: exponent,
            exponentBitCount: bitCount,
            modulus: limbs.base,
            modulusCount: significantLimbCount,
            scratch: scratch
        )
        unsafe extend(r)
    }

    /// rP = base ^ exponentP mod p and rQ = base ^ exponentQ mod q, side by side where the kernel can.
    static func powerPair(
        _ p: borrowing Modulus,
        _ q: borrowing Modulus,
        _ rP: MutableLimbPointer,
        _ rQ: MutableLimbPointer,
        _ base: LimbPointer,
        _ exponentP: LimbPointer,
        _ exponentQ: LimbPointer,
        scratch: MutableLimbPointer
    ) {
        if let powerPair = unsafe p.functions?.power_pair {
            unsafe powerPair(
                p.context.base,
                q.context.base,
                rP,
                rQ,
                base,
                exponentP,
                exponentQ,
                max(p.significantLimbCount, q.significantLimbCount)
            )
        } else {
            unsafe p.power(rP, base, exponentP, scratch: scratch)
            unsafe q.power(rQ, base, exponentQ, scratch: scratch)
        }
    }

    /// r = a[count] mod n.
    private func reduce(
        _ r: MutableLimbPointer,
        _ a: LimbPointer,
        count: Int,
        scratch: MutableLimbPointer
    ) {
        unsafe LimbArithmetic.divide(
            a,
            count: count,
            by: limbs.base,
            count: significantLimbCount,
            quotient: nil,
            remainder: r,
            scratch: scratch
        )
        unsafe extend(r)
    }

    /// Zeros in the limbs that the modulus does not reach.
    private func extend(_ r: MutableLimbPointer) {
        for index in significantLimbCount..<limbCount { unsafe r[index] = 0 }
    }
}
