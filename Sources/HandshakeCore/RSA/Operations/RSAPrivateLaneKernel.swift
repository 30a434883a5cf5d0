// SPDX-License-Identifier: Apache-2.0

/// Eight private operations side by side, one a lane, with keys of one size: the steps of
/// `RSAPrivateKey+Exponentiation.swift` on the lane kernel.
@safe struct RSAPrivateLaneKernel {
    private let keys: Lanes<RSAPrivateKey>
    private let workspaces: Lanes<Workspace>
    /// The lanes in use; those above repeat the first one.
    private let count: Int
    private let modulus: ModulusLanes
    private let primeP: ModulusLanes
    private let primeQ: ModulusLanes
    private let exponents: Lanes<UInt64>

    /// Nil where the keys' kernel has no lanes for their size or for a public exponent, or single
    /// operations cost less.
    init?(_ lanes: RSABatchLanes<RSAPrivateKey>) {
        guard let first = lanes.keys[0],
            let firstWorkspace = lanes.workspaces[0],
            let modulusFunctions = unsafe first.publicKey.modulus.laneFunctions,
            let primeFunctions = unsafe first.primeP.laneFunctions,
            let minimumCount = first.primeP.minimumPrivateCount, lanes.count >= minimumCount
        else { return nil }
        var keys = Lanes<RSAPrivateKey>(repeating: first)
        var workspaces = Lanes<Workspace>(repeating: firstWorkspace)
        for lane in 1..<lanes.count {
            keys[lane] = lanes.keys[lane]!
            workspaces[lane] = lanes.workspaces[lane]!
        }
        var exponents = Lanes<UInt64>(repeating: 0)
        for lane in 0..<montgomeryLaneCount {
            guard let exponent = keys[lane].publicKey.exponent.word else { return nil }
            exponents[lane] = exponent
        }
        self.exponents = exponents
        self.keys = keys
        self.workspaces = workspaces
        count = lanes.count
        var contexts = unsafe LaneContexts(repeating: nil)
        var contextsP = unsafe LaneContexts(repeating: nil)
        var contextsQ = unsafe LaneContexts(repeating: nil)
        for lane in 0..<montgomeryLaneCount {
            unsafe contexts[lane] = keys[lane].publicKey.modulus.laneContextBase
            unsafe contextsP[lane] = keys[lane].primeP.laneContextBase
            unsafe contextsQ[lane] = keys[lane].primeQ.laneContextBase
        }
        modulus = unsafe ModulusLanes(
            functions: modulusFunctions,
            contexts: contexts,
            limbCount: first.publicKey.modulus.limbCount
        )
        let primeLimbCount = first.primeP.limbCount
        primeP = unsafe ModulusLanes(
            functions: primeFunctions,
            contexts: contextsP,
            limbCount: primeLimbCount
        )
        primeQ = unsafe ModulusLanes(
            functions: primeFunctions,
            contexts: contextsQ,
            limbCount: primeLimbCount
        )
    }

    @inline(__always)
    private func inputs(_ pointer: (RSAPrivateKey, Workspace) -> LimbPointer) -> LaneInputs {
        var pointers = unsafe LaneInputs(repeating: nil)
        for lane in 0..<montgomeryLaneCount {
            unsafe pointers[lane] = pointer(keys[lane], workspaces[lane])
        }
        return unsafe pointers
    }

    @inline(__always)
    private func outputs(_ pointer: (Workspace) -> MutableLimbPointer) -> LaneOutputs {
        var pointers = unsafe LaneOutputs(repeating: nil)
        for lane in 0..<montgomeryLaneCount {
            unsafe pointers[lane] = pointer(workspaces[lane])
        }
        return unsafe pointers
    }

    /// blinded = input · r^e mod n.
    func blind() {
        if (0..<count).contains(where: { workspaces[$0].laneBlinding.isUsedUp }) {
            renewBlindingPairs()
        } else {
            unsafe modulus.multiply(
                outputs { unsafe $0.laneBlinding.factor },
                inputs { unsafe LimbPointer($1.laneBlinding.factor) },
                inputs { unsafe LimbPointer($1.laneBlinding.factor) }
            )
            unsafe modulus.multiply(
                outputs { unsafe $0.laneBlinding.unblindingFactor },
                inputs { unsafe LimbPointer($1.laneBlinding.unblindingFactor) },
                inputs { unsafe LimbPointer($1.laneBlinding.unblindingFactor) }
            )
        }
        for lane in 0..<count { workspaces[lane].laneBlinding.remainingUseCount -= 1 }
        unsafe modulus.multiply(
            outputs { unsafe $0.blinded },
            inputs { unsafe LimbPointer($1.laneBlinding.factor) },
            inputs { unsafe LimbPointer($1.input) }
        )
    }

    /// residueP, residueQ = blinded ^ d modulo p and q.
    func exponentiateModuloPrimes() {
        unsafe primeP.power(
            outputs { unsafe $0.residueP },
            inputs { unsafe LimbPointer($1.blinded) },
            inputs { key, _ in unsafe LimbPointer(key.exponentP.base) }
        )
        unsafe primeQ.power(
            outputs { unsafe $0.residueQ },
            inputs { unsafe LimbPointer($1.blinded) },
            inputs { key, _ in unsafe LimbPointer(key.exponentQ.base) }
        )
    }

    /// output = the numbers with these residues, unblinded; check = output ^ e mod n.
    func finish() {
        unsafe recombine(into: { unsafe $0.blinded })
        unsafe modulus.multiply(
            outputs { unsafe $0.output },
            inputs { unsafe LimbPointer($1.laneBlinding.unblindingFactor) },
            inputs { unsafe LimbPointer($1.blinded) }
        )
        unsafe modulus.powerPublic(
            outputs { unsafe $0.check },
            inputs { unsafe LimbPointer($1.output) },
            exponents
        )
    }

    private func recombine(into r: (Workspace) -> MutableLimbPointer) {
        unsafe primeP.multiply(
            outputs { unsafe $0.temporary },
            inputs { key, _ in unsafe LimbPointer(key.laneCoefficient.base) },
            inputs { unsafe LimbPointer($1.residueP) }
        )
        unsafe primeP.multiply(
            outputs { unsafe $0.residueP },
            inputs { key, _ in unsafe LimbPointer(key.laneCoefficient.base) },
            inputs { unsafe LimbPointer($1.residueQ) }
        )
        for lane in 0..<count {
            unsafe keys[lane].combine(into: r(workspaces[lane]), workspaces[lane])
        }
    }

    private func renewBlindingPairs() {
        for lane in 0..<count {
            unsafe SystemRandom.fill(
                workspaces[lane].blinded,
                count: keys[lane].publicKey.modulus.limbCount
            )
        }
        unsafe primeP.power(
            outputs { unsafe $0.residueP },
            inputs { unsafe LimbPointer($1.blinded) },
            inputs { key, _ in unsafe LimbPointer(key.blindingExponentP.base) }
        )
        unsafe primeQ.power(
            outputs { unsafe $0.residueQ },
            inputs { unsafe LimbPointer($1.blinded) },
            inputs { key, _ in unsafe LimbPointer(key.blindingExponentQ.base) }
        )
        unsafe recombine(into: { unsafe $0.output })
        unsafe modulus.toMontgomery(
            outputs { unsafe $0.laneBlinding.factor },
            inputs { unsafe LimbPointer($1.output) }
        )
        unsafe modulus.toMontgomery(
            outputs { unsafe $0.laneBlinding.unblindingFactor },
            inputs { unsafe LimbPointer($1.blinded) }
        )
        for lane in 0..<count { workspaces[lane].laneBlinding.wasRenewed() }
    }
}
