// SPDX-License-Identifier: Apache-2.0

private import CHandshakeKernels

#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// The CPU features that kernels are chosen by.
///
/// A kernel asks ``available``: what the CPU has and the operating system supports, less
/// what the environment variable `HANDSHAKE_CPU_DISABLE` names, so that each tier can be tested and
/// measured on one machine. The variable can only take features away.
public struct CPUFeatures: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// SSSE3 of x86_64.
    public static let ssse3 = CPUFeatures(HANDSHAKE_CPU_SSSE3)
    /// SSE4.1 of x86_64.
    public static let sse41 = CPUFeatures(HANDSHAKE_CPU_SSE41)
    /// AES-NI on x86_64, FEAT_AES on arm64.
    public static let aes = CPUFeatures(HANDSHAKE_CPU_AES)
    /// PCLMULQDQ of x86_64.
    public static let pclmulqdq = CPUFeatures(HANDSHAKE_CPU_PCLMULQDQ)
    /// AVX of x86_64.
    public static let avx = CPUFeatures(HANDSHAKE_CPU_AVX)
    /// AVX2 of x86_64.
    public static let avx2 = CPUFeatures(HANDSHAKE_CPU_AVX2)
    /// BMI2 of x86_64.
    public static let bmi2 = CPUFeatures(HANDSHAKE_CPU_BMI2)
    /// ADX of x86_64.
    public static let adx = CPUFeatures(HANDSHAKE_CPU_ADX)
    /// The SHA extensions, for SHA-256 of x86_64.
    public static let shani = CPUFeatures(HANDSHAKE_CPU_SHANI)
    /// AVX-512 F of x86_64.
    public static let avx512f = CPUFeatures(HANDSHAKE_CPU_AVX512F)
    /// AVX-512 DQ of x86_64.
    public static let avx512dq = CPUFeatures(HANDSHAKE_CPU_AVX512DQ)
    /// AVX-512 BW of x86_64.
    public static let avx512bw = CPUFeatures(HANDSHAKE_CPU_AVX512BW)
    /// AVX-512 VL of x86_64.
    public static let avx512vl = CPUFeatures(HANDSHAKE_CPU_AVX512VL)
    /// AVX-512 IFMA, products of 52 bits of x86_64.
    public static let avx512ifma = CPUFeatures(HANDSHAKE_CPU_AVX512IFMA)
    /// VAES of x86_64.
    public static let vaes = CPUFeatures(HANDSHAKE_CPU_VAES)
    /// VPCLMULQDQ of x86_64.
    public static let vpclmulqdq = CPUFeatures(HANDSHAKE_CPU_VPCLMULQDQ)
    /// FEAT_PMULL of arm64.
    public static let pmull = CPUFeatures(HANDSHAKE_CPU_PMULL)
    /// FEAT_SHA256 of arm64.
    public static let sha256 = CPUFeatures(HANDSHAKE_CPU_SHA256)
    /// FEAT_SHA512 of arm64.
    public static let sha512 = CPUFeatures(HANDSHAKE_CPU_SHA512)
    /// FEAT_SHA3 of arm64 (for EOR3).
    public static let sha3 = CPUFeatures(HANDSHAKE_CPU_SHA3)
    /// AVX-IFMA, products of 52 bits of x86_64 without AVX-512.
    public static let avxifma = CPUFeatures(HANDSHAKE_CPU_AVXIFMA)

    /// AVX-512 as every kernel of that width needs it: F, DQ, BW and VL.
    public static let avx512 = CPUFeatures(HANDSHAKE_CPU_AVX512)

    private init<Constant: BinaryInteger>(_ constant: Constant) {
        self.init(rawValue: UInt32(truncatingIfNeeded: constant))
    }

    /// What the CPU has and the operating system supports.
    public static let detected = CPUFeatures(rawValue: handshake_cpu_detect())

    /// ``detected`` less what `HANDSHAKE_CPU_DISABLE` names. Read once, at first use.
    public static let available = detected.subtracting(
        parsingDisabled(environmentValue("HANDSHAKE_CPU_DISABLE") ?? "").features
    )

    /// The parts of `HANDSHAKE_CPU_DISABLE` that name no feature: a misspelled name would otherwise
    /// go unnoticed and the tier that was meant would not be tested.
    public static let unknownDisabledNames = parsingDisabled(
        environmentValue("HANDSHAKE_CPU_DISABLE") ?? ""
    ).unknown

    /// Names as `HANDSHAKE_CPU_DISABLE` takes them, in the order of the feature bits.
    public static let allNames: [(name: String, features: CPUFeatures)] = [
        ("ssse3", .ssse3), ("sse41", .sse41), ("aes", .aes), ("pclmulqdq", .pclmulqdq),
        ("avx", .avx), ("avx2", .avx2), ("bmi2", .bmi2), ("adx", .adx), ("shani", .shani),
        ("avx512f", .avx512f), ("avx512dq", .avx512dq), ("avx512bw", .avx512bw),
        ("avx512vl", .avx512vl), ("avx512ifma", .avx512ifma), ("vaes", .vaes),
        ("vpclmulqdq", .vpclmulqdq), ("pmull", .pmull), ("sha256", .sha256), ("sha512", .sha512),
        ("sha3", .sha3), ("avxifma", .avxifma),
    ]

    /// The names of the features in this set.
    public var names: [String] {
        Self.allNames.filter { contains($0.features) }.map(\.name)
    }

    /// What a value of `HANDSHAKE_CPU_DISABLE` takes away: names separated by commas, `avx512` for
    /// all of AVX-512 (IFMA included), `all` for everything.
    package static func parsingDisabled(
        _ list: String
    ) -> (features: CPUFeatures, unknown: [String]) {
        var features: CPUFeatures = []
        var unknown: [String] = []
        for part in list.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let name = part.lowercased()
            if name == "all" {
                features = CPUFeatures(rawValue: .max)
            } else if name == "avx512" {
                features.formUnion([.avx512, .avx512ifma])
            } else if let known = allNames.first(where: { $0.name == name }) {
                features.formUnion(known.features)
            } else {
                unknown.append(name)
            }
        }
        return (features, unknown)
    }

    /// The CPU's own name, such as "AMD EPYC"; "unknown" where it has none.
    public static var brand: String {
        let bytes = unsafe [CChar](unsafeUninitializedCapacity: 64) { buffer, count in
            unsafe handshake_cpu_brand(buffer.baseAddress, 64)
            unsafe count = strlen(buffer.baseAddress!)
        }
        let name = String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return name.isEmpty ? "unknown" : name
    }

    private static func environmentValue(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
