// SPDX-License-Identifier: Apache-2.0

/// Which peak bounds each kernel of each algorithm: a line a kernel. nil: it has none, because it is
/// portable, or because no loop was written for its mix of instructions.
package enum KernelPeaks {
    package enum Products {
        case multiplyAdds512
        /// Of private operations; public ones are made of 64-bit products there.
        case multiplyAdds256
        case products64
    }

    /// Single operations and those in lanes.
    package static let rsa: [String: Products?] = [
        "x86_ifma_x1_packed": .multiplyAdds512,
        "x86_ifma_x1": .multiplyAdds512,
        "x86_ifma_x8": .multiplyAdds512,
        "x86_avx_ifma": nil,
        "x86_avx2_pair": .multiplyAdds256,
        "x86_adx": .products64,
        "arm64_neon_pair": nil,
        "arm64": .products64,
        "gmp": .products64,
        "portable": .products64,
    ]

    /// A peak's name, but for the rounds, and the text bytes of its unit.
    package static let gcm: [String: (name: String, unitByteCount: Int)?] = [
        "x86_vaes512": ("vaes512", 64),
        "x86_vaes256": ("vaes256", 32),
        "x86_aesni": ("aesni", 16),
        "arm_crypto_eor3": ("arm-aes", 16),
        "arm_crypto": ("arm-aes", 16),
        "portable": nil,
    ]

    /// One message at a time and many.
    package static let sha256: [String: String?] = [
        "x86_shani_avx": "sha-ni",
        "x86_shani": "sha-ni",
        "arm_crypto": "arm-sha256",
        "portable": nil,
        "x86_avx512_x16": "avx512-sha256-x16",
        "x86_avx2_x8": nil,
    ]
    package static let sha512: [String: String?] = [
        "x86_avx512vl": nil,
        "x86_avx2": nil,
        "arm_crypto": "arm-sha512",
        "portable": nil,
        "x86_avx512_x8": "avx512-sha512-x8",
        "x86_avx2_x4": nil,
    ]
}
