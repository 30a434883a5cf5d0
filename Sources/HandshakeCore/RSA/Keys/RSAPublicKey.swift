// SPDX-License-Identifier: Apache-2.0

/// An RSA public key (RFC 8017 section 3.1) of 1024 to 16,384 bits.
///
/// Below 2048 bits it verifies signatures and does the raw operation, but encrypts with no padding
/// (OAEP or PKCS #1 v1.5): ``RSAError/keyTooSmall``.
public final class RSAPublicKey: Sendable {
    let modulus: Modulus
    let exponent: PublicExponent
    let workspaces: WorkspacePool

    /// What the key may be used for; every operation asks it.
    public let usage: RSAKeyUsage

    static var minimumModulusBitCount: Int { 1024 }
    static var minimumEncryptionModulusBitCount: Int { 2048 }
    static var maximumModulusBitCount: Int { 16_384 }

    /// The modulus' length in bytes: the length of a ciphertext and of a signature.
    public let modulusByteCount: Int

    /// The modulus' length in bits.
    public var modulusBitCount: Int { modulus.bitCount }

    /// The kernel that this key's operations run on: the one that was asked for, or GMP if that
    /// does not cover the size.
    public var kernel: RSAKernel { modulus.kernel }

    /// A key from its numbers, big-endian and unsigned, with or without zeros in front.
    ///
    /// The modulus is odd and has 1024 to 16,384 bits; the exponent is odd, at least 3 and
    /// below 2^256; from 2^33 on, an operation with it takes a product for each of its bits, and no
    /// batch has lanes for it. `kernel` is the CPU's best for the size if it is not given.
    public convenience init(
        modulus: Span<UInt8>,
        publicExponent: Span<UInt8>,
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws(RSAKeyError) {
        let byteCount = Self.significantByteCount(modulus)
        guard byteCount <= Self.maximumModulusBitCount / 8 else {
            throw .modulusTooLarge(bitCount: Self.significantBitCount(modulus))
        }
        let number = Limbs(bigEndian: modulus, count: Limbs.count(forBitCount: byteCount * 8))
        let exponent = try PublicExponent(publicExponent)
        try self.init(modulus: number, exponent: exponent, usage: usage, kernel: kernel)
    }

    /// A key from its numbers, with the rules and errors of the other initializer.
    public convenience init(
        modulus: [UInt8],
        publicExponent: [UInt8],
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws(RSAKeyError) {
        try self.init(
            modulus: modulus.span,
            publicExponent: publicExponent.span,
            usage: usage,
            kernel: kernel
        )
    }

    init(
        modulus number: borrowing Limbs,
        exponent: PublicExponent,
        usage: RSAKeyUsage,
        kernel: RSAKernel?
    ) throws(RSAKeyError) {
        let bitCount = number.significantBitCount
        guard bitCount >= Self.minimumModulusBitCount else {
            throw .modulusTooSmall(bitCount: bitCount)
        }
        guard bitCount <= Self.maximumModulusBitCount else {
            throw .modulusTooLarge(bitCount: bitCount)
        }
        guard unsafe number.base[0] & 1 == 1 else { throw .modulusIsEven }
        if case .pss(let parameters?) = usage {
            guard parameters.hash != .sha1, parameters.minimumSaltByteCount >= 0,
                parameters.minimumSaltByteCount
                    <= (bitCount + 6) / 8 - parameters.hash.digestByteCount - 2
            else { throw .unsupportedPSSParameters }
        }
        if let kernel, !kernel.isSupported { throw .kernelNotSupported(kernel) }
        modulus = Modulus(number, kernels: RSAKernel.candidates(kernel))
        self.exponent = exponent
        self.usage = usage
        modulusByteCount = (bitCount + 7) / 8
        workspaces = WorkspacePool(
            layout: WorkspaceLayout(
                kernel: modulus.kernel,
                modulusLimbCount: modulus.limbCount,
                primeLimbCount: 0,
                modulusByteCount: modulusByteCount,
                scratchLimbCount: modulus.scratchLimbCount
            )
        )
    }

    /// The modulus, big-endian, without zeros in front.
    public var modulusBytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: modulusByteCount)
        var span = bytes.mutableSpan
        unsafe LimbArithmetic.store(modulus.limbs.base, count: modulus.limbCount, into: &span)
        return bytes
    }

    package var publicExponentBitCount: Int { exponent.bitCount }

    /// The public exponent, big-endian, without zeros in front.
    public var publicExponentBytes: [UInt8] { exponent.bytes }

    /// The length without zeros in front. For public numbers.
    static func significantByteCount(_ bytes: Span<UInt8>) -> Int {
        var index = 0
        while index < bytes.count, bytes[index] == 0 { index += 1 }
        return bytes.count - index
    }

    /// The length in bits. For public numbers.
    static func significantBitCount(_ bytes: Span<UInt8>) -> Int {
        let byteCount = significantByteCount(bytes)
        guard byteCount > 0 else { return 0 }
        return 8 * byteCount - bytes[bytes.count - byteCount].leadingZeroBitCount
    }
}
