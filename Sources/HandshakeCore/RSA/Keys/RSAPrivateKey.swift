// SPDX-License-Identifier: Apache-2.0

/// A two-prime RSA private key with all its parts for the Chinese remainder theorem (RFC 8017
/// section 3.2), of 2048 to 16,384 bits.
///
/// Its operations take the same time for every input and every key of a size: the input is blinded,
/// the exponentiations are constant-time, and the result is checked with the public exponent before
/// it is returned. A key may be used by any number of threads at once, and by a child of `fork`, which
/// shares no blinding with its parent.
public final class RSAPrivateKey: Sendable {
    /// The public key that goes with it.
    public let publicKey: RSAPublicKey

    let primeP: Modulus
    let primeQ: Modulus
    /// d modulo p − 1 and q − 1, and −e modulo p − 1 and q − 1, which blinding pairs are made with.
    let exponentP: Limbs
    let exponentQ: Limbs
    let blindingExponentP: Limbs
    let blindingExponentQ: Limbs
    /// 1 / q mod p, in Montgomery form of p, and in that of the lane kernel if there is one.
    let coefficient: Limbs
    let laneCoefficient: Limbs
    let privateExponent: Limbs
    let implicitRejection: ImplicitRejection
    let workspaces: WorkspacePool

    static var minimumModulusBitCount: Int { 2048 }

    /// The modulus' length in bytes: the length of a ciphertext and of a signature.
    public var modulusByteCount: Int { publicKey.modulusByteCount }

    /// The modulus' length in bits.
    public var modulusBitCount: Int { publicKey.modulusBitCount }

    /// What the key may be used for; every operation asks it.
    public var usage: RSAKeyUsage { publicKey.usage }

    /// The kernel that this key's exponentiations run on: the one that was asked for, or GMP if
    /// that does not cover the size.
    public var kernel: RSAKernel { primeP.kernel }

    /// A key from its numbers.
    ///
    /// All of them are checked against each other: n = p · q, d · e ≡ 1 modulo p − 1 and q − 1, dP,
    /// dQ, qInv. p and q must pass eight rounds of Miller-Rabin with random bases (FIPS 186-5
    /// section B.3.1): a product of other primes does so once in 65,536 times at most if somebody
    /// made it for that, and practically never if not. The primes may be in any order and of
    /// different lengths, but each has at least a quarter of the modulus' bits. All that takes as long
    /// as about twelve private operations.
    ///
    /// `kernel` is the CPU's best for the size if it is not given.
    public convenience init(
        _ components: borrowing RSAPrivateKeyComponents,
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws(RSAKeyError) {
        defer { wipeRegistersAndStack() }
        try self.init(RSAPrivateKeyNumbers(components), usage: usage, kernel: kernel)
    }

    init(
        _ numbers: borrowing RSAPrivateKeyNumbers,
        usage: RSAKeyUsage,
        kernel: RSAKernel?
    ) throws(RSAKeyError) {
        try numbers.check()
        if let kernel, !kernel.isSupported { throw .kernelNotSupported(kernel) }
        // The modulus and both primes take one kernel: the first that covers all of them.
        let modulusLimbCount = numbers.n.significantLimbCount
        let longerLimbCount = max(numbers.p.significantLimbCount, numbers.q.significantLimbCount)
        let kernel =
            RSAKernel.candidates(kernel).first { kernel in
                kernel.coveredLimbCount(longerLimbCount) != nil
                    && kernel.coveredLimbCount(modulusLimbCount) != nil
            } ?? .gmp
        let primeLimbCount =
            kernel.coveredLimbCount(longerLimbCount) ?? longerLimbCount
        let publicKey = try RSAPublicKey(
            modulus: numbers.n,
            exponent: numbers.e,
            usage: usage,
            kernel: kernel
        )
        let primeP = Modulus(numbers.p, limbCount: primeLimbCount, kernel: kernel)
        let primeQ = Modulus(numbers.q, limbCount: primeLimbCount, kernel: kernel)
        let layout = WorkspaceLayout(
            kernel: kernel,
            modulusLimbCount: publicKey.modulus.limbCount,
            primeLimbCount: primeLimbCount,
            modulusByteCount: publicKey.modulusByteCount,
            scratchLimbCount: max(
                publicKey.modulus.scratchLimbCount,
                primeP.scratchLimbCount,
                primeQ.scratchLimbCount,
                LimbArithmetic.multiplyScratchLimbCount(primeLimbCount, primeLimbCount)
            )
        )
        let workspaces = WorkspacePool(layout: layout)
        let workspace = workspaces.take()
        defer { workspaces.giveBack(workspace) }
        guard PrimalityTest.passes(primeP), PrimalityTest.passes(primeQ) else {
            throw .compositePrime
        }

        coefficient = Limbs(count: primeLimbCount)
        let qInv = Limbs(copying: numbers.qInv, count: primeLimbCount)
        unsafe primeP.toMontgomery(coefficient.base, qInv.base, scratch: workspace.scratch)
        laneCoefficient = Limbs(count: primeLimbCount)
        unsafe primeP.toLaneMontgomery(laneCoefficient.base, qInv.base)
        exponentP = Limbs(copying: numbers.dP, count: primeLimbCount)
        exponentQ = Limbs(copying: numbers.dQ, count: primeLimbCount)
        blindingExponentP = Self.blindingExponent(numbers.p, numbers.e, count: primeLimbCount)
        blindingExponentQ = Self.blindingExponent(numbers.q, numbers.e, count: primeLimbCount)
        privateExponent = Limbs(copying: numbers.d, count: publicKey.modulus.limbCount)
        implicitRejection = ImplicitRejection(
            privateExponent: Self.bytes(privateExponent, byteCount: publicKey.modulusByteCount)
        )
        self.publicKey = publicKey
        self.primeP = primeP
        self.primeQ = primeQ
        self.workspaces = workspaces
    }

    /// From how many operations on a batch with this key has lanes; nil: it has none.
    var minimumLaneCount: Int? {
        publicKey.exponent.word == nil ? nil : primeP.minimumPrivateCount
    }

    /// −e mod p − 1: a power with it is the inverse of the power with e. The prime, of at least 512
    /// bits, is the larger one.
    private static func blindingExponent(
        _ prime: borrowing Limbs,
        _ e: PublicExponent,
        count: Int
    ) -> Limbs {
        let exponent = Limbs(copying: prime, count: count)
        let number = e.number(count: count)
        unsafe LimbArithmetic.subtract(exponent.base, exponent.base, number.base, count: count)
        unsafe LimbArithmetic.subtract(1, from: exponent.base, count: count)
        return exponent
    }

    /// A fresh copy of the key's numbers, for export. Each has the fewest bytes that its modulus
    /// takes: n and d those of n, p, dP and qInv those of p, q and dQ those of q.
    public func components() -> RSAPrivateKeyComponents {
        defer { wipeRegistersAndStack() }
        return copyOfComponents()
    }

    @inline(never)
    private func copyOfComponents() -> RSAPrivateKeyComponents {
        let pByteCount = (primeP.bitCount + 7) / 8
        let qByteCount = (primeQ.bitCount + 7) / 8
        return RSAPrivateKeyComponents(
            n: publicKey.modulusBytes,
            e: publicKey.publicExponentBytes,
            d: Self.bytes(privateExponent, byteCount: modulusByteCount),
            p: Self.bytes(primeP.limbs, byteCount: pByteCount),
            q: Self.bytes(primeQ.limbs, byteCount: qByteCount),
            dP: Self.bytes(exponentP, byteCount: pByteCount),
            dQ: Self.bytes(exponentQ, byteCount: qByteCount),
            qInv: Self.bytes(plainCoefficient(), byteCount: pByteCount)
        )
    }

    /// The coefficient out of its Montgomery form: a product with 1.
    private func plainCoefficient() -> Limbs {
        let one = Limbs(count: primeP.limbCount)
        unsafe one.base[0] = 1
        let result = Limbs(count: primeP.limbCount)
        let scratch = Limbs(count: primeP.scratchLimbCount)
        unsafe primeP.multiply(result.base, coefficient.base, one.base, scratch: scratch.base)
        return result
    }

    private static func bytes(_ number: borrowing Limbs, byteCount: Int) -> SecretBytes {
        var bytes = SecretBytes(byteCount: byteCount)
        let base = unsafe number.base
        let count = number.count
        bytes.withMutableBytes { unsafe LimbArithmetic.store(base, count: count, into: &$0) }
        return bytes
    }
}
