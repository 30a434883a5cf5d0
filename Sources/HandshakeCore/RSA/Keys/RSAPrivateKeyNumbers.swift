// SPDX-License-Identifier: Apache-2.0

/// The numbers of a private key that is being made, and the checks that they belong together.
struct RSAPrivateKeyNumbers: ~Copyable {
    let n: Limbs
    let e: PublicExponent
    let d: Limbs
    let p: Limbs
    let q: Limbs
    let dP: Limbs
    let dQ: Limbs
    let qInv: Limbs

    init(
        n: consuming Limbs,
        e: PublicExponent,
        d: consuming Limbs,
        p: consuming Limbs,
        q: consuming Limbs,
        dP: consuming Limbs,
        dQ: consuming Limbs,
        qInv: consuming Limbs
    ) {
        self.n = n
        self.e = e
        self.d = d
        self.p = p
        self.q = q
        self.dP = dP
        self.dQ = dQ
        self.qInv = qInv
    }

    /// The numbers that the components spell. A part that is longer than the modulus is refused.
    init(_ components: borrowing RSAPrivateKeyComponents) throws(RSAKeyError) {
        let n = try Self.modulus(components.n.span)
        let count = n.count
        let e = try PublicExponent(components.e.span)
        let d = try Self.load(components.d, count: count, else: .inconsistentPrivateExponent)
        let p = try Self.load(components.p, count: count, else: .inconsistentPrimes)
        let q = try Self.load(components.q, count: count, else: .inconsistentPrimes)
        let dP = try Self.load(components.dP, count: count, else: .inconsistentCRTParts)
        let dQ = try Self.load(components.dQ, count: count, else: .inconsistentCRTParts)
        let qInv = try Self.load(components.qInv, count: count, else: .inconsistentCRTParts)
        self.init(n: n, e: e, d: d, p: p, q: q, dP: dP, dQ: dQ, qInv: qInv)
    }

    /// A modulus that a private key can have.
    static func modulus(_ bytes: Span<UInt8>) throws(RSAKeyError) -> Limbs {
        let byteCount = RSAPublicKey.significantByteCount(bytes)
        guard byteCount <= RSAPublicKey.maximumModulusBitCount / 8 else {
            throw .modulusTooLarge(bitCount: RSAPublicKey.significantBitCount(bytes))
        }
        let n = Limbs(bigEndian: bytes, count: Limbs.count(forBitCount: byteCount * 8))
        guard n.significantBitCount >= RSAPrivateKey.minimumModulusBitCount else {
            throw .modulusTooSmall(bitCount: n.significantBitCount)
        }
        guard unsafe n.base[0] & 1 == 1 else { throw .modulusIsEven }
        return n
    }

    /// A number of at most `count` limbs.
    static func load(
        _ bytes: borrowing SecretBytes,
        count: Int,
        else error: RSAKeyError
    ) throws(RSAKeyError) -> Limbs {
        let number = bytes.withBytes { bytes -> Limbs? in
            let excess = max(bytes.count - count * Limbs.byteCount, 0)
            var isTooLong: UInt8 = 0
            for index in 0..<excess { isTooLong |= bytes[index] }
            guard declassify(isTooLong == 0, because: "a key's lengths are public") else {
                return nil
            }
            return Limbs(bigEndian: bytes, count: count)
        }
        guard let number else { throw error }
        return number
    }

    /// Throws unless the parts belong together: n = p · q with both of them greater than 1 and
    /// different, neither of them shorter than a quarter of n, and with e · dP = 1 mod p − 1, dP = d mod p − 1, the same for q, and
    /// q · qInv = 1 mod p, where d < n, dP < p − 1, dQ < q − 1, qInv < p.
    func check() throws(RSAKeyError) {
        // With n odd, so are p and q if their product is right; p = 1 means q = n.
        let product = LimbArithmetic.product(p, q)
        guard holds(LimbArithmetic.equal(product, n)), p.significantBitCount > 1,
            q.significantBitCount > 1,
            holds(!LimbArithmetic.equal(p, q))
        else { throw .inconsistentPrimes }
        // A short prime is soon found by whoever looks for one, and divides a random blinding factor
        // now and then.
        let shorterBitCount = min(p.significantBitCount, q.significantBitCount)
        guard 4 * shorterBitCount >= n.significantBitCount else {
            throw .primeTooShort(bitCount: shorterBitCount)
        }
        guard holds(LimbArithmetic.less(d, n)) else { throw .inconsistentPrivateExponent }
        let pMinusOne = LimbArithmetic.predecessor(p)
        let qMinusOne = LimbArithmetic.predecessor(q)
        guard holds(isInverseOfExponent(d, modulo: pMinusOne)),
            holds(isInverseOfExponent(d, modulo: qMinusOne))
        else { throw .inconsistentPrivateExponent }
        guard holds(isRemainder(dP, modulo: pMinusOne)), holds(isRemainder(dQ, modulo: qMinusOne))
        else { throw .inconsistentCRTParts }
        let coefficientProduct = LimbArithmetic.remainder(
            LimbArithmetic.product(q, qInv),
            modulo: p
        )
        guard holds(LimbArithmetic.isOne(coefficientProduct)), holds(LimbArithmetic.less(qInv, p))
        else { throw .inconsistentCRTParts }
    }

    /// Whether a · e = 1 mod modulus.
    private func isInverseOfExponent(_ a: borrowing Limbs, modulo modulus: borrowing Limbs) -> Mask
    {
        let product = LimbArithmetic.product(a, e.number())
        return LimbArithmetic.isOne(LimbArithmetic.remainder(product, modulo: modulus))
    }

    /// Whether part = d mod modulus.
    private func isRemainder(_ part: borrowing Limbs, modulo modulus: borrowing Limbs) -> Mask {
        LimbArithmetic.equal(part, LimbArithmetic.remainder(d, modulo: modulus))
    }

    private func holds(_ mask: Mask) -> Bool {
        declassify(mask.bits != 0, because: "it is true for every key that is used")
    }
}
