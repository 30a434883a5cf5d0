// SPDX-License-Identifier: Apache-2.0

/// The private operation of RFC 8017 section 5.1.2, on a workspace.
///
/// Base blinding and constant-time exponentiation: the input is multiplied by r^e and the result by
/// 1/r, for an r that nobody knows, so that no observation of the exponentiation relates to a known
/// input; the exponentiation itself reads every table entry and takes the same steps for every
/// exponent. Blinding the exponents as well would hide nothing more from timing and make them
/// longer.
///
/// Each workspace has a pair (r^e, 1/r) of its own: an operation squares it before use, which gives
/// a fresh pair for two products, and makes a new one from random bits when that
/// ``BlindingPair/isUsedUp``. As a workspace belongs to one operation at a time, no two
/// operations use one pair and none waits for another.
extension RSAPrivateKey {
    /// output = input ^ d mod n, for an input below n.
    func exponentiate(_ workspace: Workspace) throws(RSAError) {
        blind(workspace)
        exponentiateModuloPrimes(workspace)
        try finish(workspace)
    }

    /// blinded = input · r^e mod n.
    func blind(_ workspace: Workspace) {
        if workspace.blinding.isUsedUp {
            renewBlindingPair(workspace)
        } else {
            unsafe square(workspace.blinding.factor, workspace)
            unsafe square(workspace.blinding.unblindingFactor, workspace)
        }
        workspace.blinding.remainingUseCount -= 1
        unsafe publicKey.modulus.multiply(
            workspace.blinded,
            workspace.blinding.factor,
            workspace.input,
            scratch: workspace.scratch
        )
    }

    /// residueP, residueQ = blinded ^ d modulo p and q: step 2.b.i.
    func exponentiateModuloPrimes(_ workspace: Workspace) {
        unsafe Modulus.powerPair(
            primeP,
            primeQ,
            workspace.residueP,
            workspace.residueQ,
            workspace.blinded,
            exponentP.base,
            exponentQ.base,
            scratch: workspace.scratch
        )
    }

    /// output = the number with these residues, unblinded.
    func recombineAndUnblind(_ workspace: Workspace) {
        unsafe recombine(into: workspace.blinded, workspace)
        unsafe publicKey.modulus.multiply(
            workspace.output,
            workspace.blinding.unblindingFactor,
            workspace.blinded,
            scratch: workspace.scratch
        )
    }

    /// Throws unless check = input, where check = output ^ e mod n.
    ///
    /// A fault in any step before makes a wrong result, which this finds: a signature that is right
    /// modulo one prime only would give the other one away.
    func verify(_ workspace: Workspace) throws(RSAError) {
        let isRight = declassify(
            unsafe LimbArithmetic.equal(
                workspace.check,
                workspace.input,
                count: publicKey.modulus.limbCount
            ).bits != 0,
            because: "it is false for faults only, and then nothing is returned"
        )
        guard isRight else {
            workspace.blinding.remainingUseCount = 0
            workspace.laneBlinding.remainingUseCount = 0
            throw .faultDetected
        }
    }

    /// What follows the exponentiations modulo the primes.
    func finish(_ workspace: Workspace) throws(RSAError) {
        recombineAndUnblind(workspace)
        publicKey.exponentiateCheck(workspace)
        try verify(workspace)
    }

    /// r = residueQ + q · ((residueP − residueQ) · qInv mod p): steps 2.b.iii and 2.b.iv.
    ///
    /// Each residue is multiplied by qInv before they are subtracted: the products are below p
    /// whichever prime is the longer.
    private func recombine(into r: MutableLimbPointer, _ workspace: Workspace) {
        unsafe primeP.multiply(
            workspace.temporary,
            coefficient.base,
            workspace.residueP,
            scratch: workspace.scratch
        )
        unsafe primeP.multiply(
            workspace.residueP,
            coefficient.base,
            workspace.residueQ,
            scratch: workspace.scratch
        )
        unsafe combine(into: r, workspace)
    }

    /// r = residueQ + q · (temporary − residueP mod p), for residues that were multiplied by qInv.
    func combine(into r: MutableLimbPointer, _ workspace: Workspace) {
        let count = primeP.limbCount
        unsafe LimbArithmetic.subtractModular(
            workspace.temporary,
            workspace.temporary,
            workspace.residueP,
            modulus: primeP.limbs.base,
            count: count
        )
        unsafe LimbArithmetic.multiply(
            r,
            primeQ.limbs.base,
            count,
            workspace.temporary,
            count,
            scratch: workspace.scratch
        )
        let carry = unsafe LimbArithmetic.add(r, r, workspace.residueQ, count: count)
        unsafe LimbArithmetic.add(carry, to: r + count, count: count)
    }

    /// A pair from a random s = 1/r: r^e = s^(−e), by the same constant-time exponentiation, with
    /// −e modulo p − 1 and q − 1 for the exponents.
    private func renewBlindingPair(_ workspace: Workspace) {
        let modulus = publicKey.modulus.limbCount
        unsafe SystemRandom.fill(workspace.blinded, count: modulus)
        unsafe Modulus.powerPair(
            primeP,
            primeQ,
            workspace.residueP,
            workspace.residueQ,
            workspace.blinded,
            blindingExponentP.base,
            blindingExponentQ.base,
            scratch: workspace.scratch
        )
        unsafe recombine(into: workspace.output, workspace)
        unsafe publicKey.modulus.toMontgomery(
            workspace.blinding.factor,
            workspace.output,
            scratch: workspace.scratch
        )
        unsafe publicKey.modulus.toMontgomery(
            workspace.blinding.unblindingFactor,
            workspace.blinded,
            scratch: workspace.scratch
        )
        workspace.blinding.wasRenewed()
    }

    /// a = a² in Montgomery form.
    private func square(_ a: MutableLimbPointer, _ workspace: Workspace) {
        unsafe publicKey.modulus.multiply(workspace.check, a, a, scratch: workspace.scratch)
        unsafe a.update(from: workspace.check, count: publicKey.modulus.limbCount)
    }
}
