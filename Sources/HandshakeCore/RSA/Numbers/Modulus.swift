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
    /// `nil`: GMP computes.
    private let functions: MontgomeryFunctions?
    /// The kernel's constants: as secret as the modulus.
    private let context: Limbs
    /// The same for the kernel that does eight operations side by side, if there is one.
    let laneFunctions: MontgomeryLaneFunctions?
    private let laneContext: Limbs
    private let isLaneContextPrepared = Mutex(false)

    /// The limbs that `kernel` wants for a modulus of `limbCount` limbs; `nil`: not covered.
    static func coveredLimbCount(_ limbCount: Int, kernel: RSAKernel) -> Int? {
        guard kernel != .gmp else { return limbCount }
        return MontgomeryFunctions.of(kernel)?.coveredLimbCount(limbCount)
    }

    /// `number` is odd, greater than 1, and has at most `limbCount` significant limbs, a count that
    /// the kernel covers.
    init(_ number: borrowing Limbs, limbCount: Int, kernel: RSAKernel) {
        self.kernel = kernel
        self.limbCount = limbCount
        limbs = Limbs(copying: number, count: limbCount)
        bitCount = limbs.significantBitCount
        significantLimbCount = limbs.significantLimbCount
        functions = MontgomeryFunctions.of(kernel)
        let contextByteCount = functions.map { $0.contextByteCount(limbCount) } ?? 0
        context = Limbs(count: (contextByteCount + Limbs.byteCount - 1) / Limbs.byteCount)
        if let functions { unsafe functions.prepare(context.base, limbs.base, limbCount) }
        let laneFunctions = MontgomeryLaneFunctions.of(kernel)
        let laneByteCount = laneFunctions.map { $0.contextByteCount(limbCount) } ?? 0
        self.laneFunctions = laneByteCount > 0 ? laneFunctions : nil
        laneContext = Limbs(count: (laneByteCount + Limbs.byteCount - 1) / Limbs.byteCount)
    }

    /// The modulus for the first of `kernels` that covers it; GMP, which covers all, is among them.
    init(_ number: borrowing Limbs, kernels: [RSAKernel]) {
        let significantLimbCount = number.significantLimbCount
        for kernel in kernels {
            if let count = Self.coveredLimbCount(significantLimbCount, kernel: kernel) {
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
            guard !isPrepared, let laneFunctions else { return }
            unsafe laneFunctions.prepare(laneContext.base, limbs.base, limbCount)
            isPrepared = true
        }
        return unsafe UnsafeRawPointer(laneContext.base)
    }

    /// r = a · R mod n, where R is the lane kernel's; nothing where there is none.
    func toLaneMontgomery(_ r: MutableLimbPointer, _ a: LimbPointer) {
        guard let laneFunctions else { return }
        let lanes = unsafe ModulusLanes(
            functions: laneFunctions,
            contexts: LaneContexts(repeating: laneContextBase),
            limbCount: limbCount
        )
        unsafe lanes.toMontgomery(LaneOutputs(repeating: r), LaneInputs(repeating: a))
    }

    var scratchLimbCount: Int {
        guard functions == nil else { return 0 }
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
        if let functions {
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
        if let functions {
            unsafe functions.toMontgomery(context.base, r, a)
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
        if let functions {
            unsafe functions.powerPublic(context.base, r, base, exponent)
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

    /// r = base ^ exponent mod n. `base` has 2 · `limbCount` limbs; the exponent, with `limbCount`
    /// limbs, is below the modulus.
    func power(
        _ r: MutableLimbPointer,
        _ base: LimbPointer,
        _ exponent: LimbPointer,
        scratch: MutableLimbPointer
    ) {
        if let functions {
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
        if let powerPair = unsafe p.functions?.powerPair {
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
