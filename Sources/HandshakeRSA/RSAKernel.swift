internal import HandshakeCPU

/// The code that does an RSA key's modular exponentiations. A key picks its kernel when it is made
/// and remembers it.
///
/// Raw values are the names that results and C files use.
public enum RSAKernel: String, CaseIterable, Sendable {
    /// GMP's constant-time `mpn_sec_powm`: every CPU, every size.
    case gmp

    /// Whether this CPU has what the kernel needs.
    public var isSupported: Bool {
        switch self {
        case .gmp: true
        }
    }

    /// The fastest kernel of this CPU.
    public static var best: RSAKernel { .gmp }
}
