// SPDX-License-Identifier: Apache-2.0

private import Measurement

/// The fixed amount of work of an operation: the numerator of a fraction of peak. It is the
/// least that is known to do, and does not grow when a kernel does more (docs/measuring.md).
public enum Work: Sendable, Equatable {
    /// An RSA private operation with a modulus of that many bits, by CRT.
    case rsaPrivate(bitCount: Int)
    /// An RSA public operation, e = 65537.
    case rsaPublic(bitCount: Int)
    /// AES-GCM over that many bytes of text, with a key of 128 or 256 bits.
    case gcm(keyBitCount: Int, byteCount: Int)
    /// Compressions of SHA-256 or SHA-512.
    case sha256(compressions: Int)
    case sha512(compressions: Int)
    /// Work that no count was worked out for.
    case uncounted

    /// The peak that belongs to `kernel`, by name, and how many of its units the work is. nil: the
    /// kernel has no peak, as portable code has none of its own.
    public func peak(kernel: String) -> (name: String, units: Double)? {
        switch self {
        case .rsaPrivate(let bitCount):
            let kind = KernelPeaks.rsa[kernel] ?? nil
            return Self.multiplicationPeak(kind) { digitBitCount, rule in
                rule.privateOperation(bitCount: bitCount, digitBitCount: digitBitCount)
            }
        case .rsaPublic(let bitCount):
            let kind = KernelPeaks.rsa[kernel] ?? nil
            return Self.multiplicationPeak(kind == .multiplyAdds256 ? .products64 : kind) {
                digitBitCount,
                rule in
                rule.publicOperation(bitCount: bitCount, digitBitCount: digitBitCount)
            }
        case .gcm(let keyBitCount, let byteCount):
            guard let mix = KernelPeaks.gcm[kernel] ?? nil else { return nil }
            let rounds = keyBitCount == 128 ? "-10-3" : "-14-3"
            return (mix.name + rounds, Double(byteCount) / Double(mix.unitByteCount))
        case .sha256(let compressions):
            guard let name = KernelPeaks.sha256[kernel] ?? nil else { return nil }
            return (name, Double(compressions))
        case .sha512(let compressions):
            guard let name = KernelPeaks.sha512[kernel] ?? nil else { return nil }
            return (name, Double(compressions))
        case .uncounted:
            return nil
        }
    }

    private static func multiplicationPeak(
        _ kind: KernelPeaks.Products?,
        products: (_ digitBitCount: Int, ProductCount) -> Int
    ) -> (name: String, units: Double)? {
        switch kind {
        case .multiplyAdds512:
            // A multiply-add gives half a product, and an instruction does eight.
            return ("ifma512", Double(products(52, ProductCount(partsPerProduct: 2))) / 8)
        case .multiplyAdds256:
            // An instruction does four products.
            let count = products(29, ProductCount(partsPerProduct: 1))
            return ("avx2-multiply-add", Double(count) / 4)
        case .products64:
            // What the architecture calls them.
            let name = Peak.named("mulx") == nil ? "mul-umulh" : "mulx"
            return (name, Double(products(64, ProductCount(partsPerProduct: 1))))
        case nil:
            return nil
        }
    }
}

/// How many digit products an exponentiation takes. With n digits, a Montgomery product takes 2n²
/// and a squaring n(n + 1)/2 + n²: a² needs each pair of digits once, the reduction n². With
/// 52-bit multiply-adds each product is two parts: 4n² and 3n² + n.
package struct ProductCount {
    package let partsPerProduct: Int

    package init(partsPerProduct: Int) { self.partsPerProduct = partsPerProduct }

    private func product(_ n: Int) -> Int { partsPerProduct * 2 * n * n }
    private func squaring(_ n: Int) -> Int { partsPerProduct * (n * (n + 1) / 2 + n * n) }

    /// Two exponentiations of half the length: a squaring a bit, a product every five bits.
    package func privateOperation(bitCount: Int, digitBitCount: Int) -> Int {
        let half = bitCount / 2
        let n = (half + digitBitCount - 1) / digitBitCount
        return 2 * (half * squaring(n) + (half + 4) / 5 * product(n))
    }

    /// e = 65537: sixteen squarings and a product of the whole length.
    package func publicOperation(bitCount: Int, digitBitCount: Int) -> Int {
        let n = (bitCount + digitBitCount - 1) / digitBitCount
        return 16 * squaring(n) + product(n)
    }
}
