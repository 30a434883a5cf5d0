/// The code that does an RSA key's modular exponentiations. A key picks its kernel when it is made
/// and remembers it.
///
/// Raw values are the names that results and C files use.
public enum RSAKernel: String, CaseIterable, Sendable {
    /// GMP's `mpn_sec_powm`: every CPU, every size. Constant-time, but for tables that it looks eight
    /// top and seven low bits of each prime up in: a cache can show those.
    case gmp
    /// C with 128-bit products: every CPU, every size. Slower than GMP's assembly, it is what the
    /// other kernels share their structure with.
    case portable
    /// MULX, ADCX and ADOX.
    case x86ADX = "x86_adx"
    /// AVX-512 IFMA, one operation at a time or eight side by side: numbers of up to 4096 bits, which
    /// are filled up to 1024, 1536, 2048, 3072 or 4096.
    case x86IFMA = "x86_ifma"
    /// MUL and UMULH of arm64.
    case arm64

    /// Whether this CPU has what the kernel needs.
    public var isSupported: Bool { isSupported(on: .current, features: .available) }

    /// The fastest kernel of this CPU. A key of a size that it does not cover takes the next one.
    public static let best = best(on: .current, features: .available)

    package enum Architecture: CaseIterable {
        case x86x64, arm64, other

        package static var current: Architecture {
            #if arch(x86_64)
            .x86x64
            #elseif arch(arm64)
            .arm64
            #else
            .other
            #endif
        }
    }

    /// What the kernel asks of a CPU; nil where the architecture does not have it at all.
    package func requiredFeatures(on architecture: Architecture) -> CPUFeatures? {
        switch (self, architecture) {
        case (.gmp, _), (.portable, _): []
        case (.x86ADX, .x86x64): [.bmi2, .adx, .avx2]
        case (.x86IFMA, .x86x64): [.avx512, .avx512ifma, .bmi2]
        case (.arm64, .arm64): []
        default: nil
        }
    }

    private func isSupported(on architecture: Architecture, features: CPUFeatures) -> Bool {
        requiredFeatures(on: architecture).map(features.isSuperset) ?? false
    }

    /// The decision table: the first of these that the CPU has.
    package static func best(
        on architecture: Architecture,
        features: CPUFeatures
    ) -> RSAKernel {
        preferred(on: architecture, features: features)[0]
    }

    /// The kernels that a key tries, from the fastest one: one that does not cover the key's size
    /// gives way to the next. GMP, which covers all, is the last.
    package static func preferred(
        on architecture: Architecture,
        features: CPUFeatures
    ) -> [RSAKernel] {
        [.x86IFMA, .x86ADX, .arm64, .gmp].filter {
            $0.isSupported(on: architecture, features: features)
        }
    }

    private static let preferredHere = preferred(on: .current, features: .available)

    /// Whether ``x86IFMA`` does a single operation's two halves packed in one vector, which takes less
    /// time than the two side by side where the lanes or the front end are the bound: on Zen 4, 0.83,
    /// 0.96 and 0.94 of it for private operations of 2048, 3072 and 4096 bits (`handshake-bench ab`).
    /// Intel's are judged by a trial of the exponentiations alone on Emerald Rapids; Zen 5, not tried.
    package static func packsPairs(on cpu: CPUMicroarchitecture) -> Bool {
        cpu.vendor == .intel || cpu.isZen4
    }

    /// The kernels to try for a key that wants one, or none.
    static func candidates(_ wanted: RSAKernel?) -> [RSAKernel] {
        guard let wanted else { return preferredHere }
        return [wanted, .gmp]
    }
}
