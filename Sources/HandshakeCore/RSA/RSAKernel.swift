// SPDX-License-Identifier: Apache-2.0

package import CHandshakeKernels

/// The code that does an RSA key's modular exponentiations. A key picks its kernel when it is made
/// and remembers it.
@safe public struct RSAKernel: Kernel, @unchecked Sendable {
    /// Nil: GMP computes.
    package let descriptor: UnsafePointer<handshake_montgomery_kernel>?

    package init(descriptor: UnsafePointer<handshake_montgomery_kernel>?) {
        unsafe self.descriptor = descriptor
    }

    /// GMP's `mpn_sec_powm`: every CPU, every size. Constant-time, but for tables that it looks eight
    /// top and seven low bits of each prime up in: a cache can show those.
    public static let gmp = unsafe RSAKernel(descriptor: nil)

    /// C with 128-bit products: every CPU, every size. Slower than GMP's assembly, it is what other
    /// kernels share their structure with.
    public static let portable: RSAKernel = all[all.count - 1]

    /// GMP, which covers every size, stands before the portable kernel, which is slower.
    public static let all: [RSAKernel] = {
        var all = unsafe descriptors(of: handshake_montgomery_kernels())
            .map { unsafe RSAKernel(descriptor: $0) }
        all.insert(.gmp, at: all.count - 1)
        return all
    }()

    /// The fastest kernel of this CPU. A key of a size that it does not cover takes the next one.
    public static let best: RSAKernel = preferredHere[0]

    public var name: String {
        unsafe descriptor.map { unsafe String(cString: $0.pointee.name) } ?? "gmp"
    }

    /// What results call the code that does several operations side by side; nil where there is none.
    public var lanesName: String? {
        unsafe descriptor?.pointee.lanes.map { unsafe String(cString: $0.pointee.name) }
    }

    public var requiredFeatures: CPUFeatures {
        unsafe CPUFeatures(rawValue: descriptor?.pointee.required_features ?? 0)
    }

    /// The kernels that a key tries, from the fastest one: one that does not cover the key's size
    /// gives way to the next.
    private static let preferredHere: [RSAKernel] = preferred(for: .available)

    /// The kernels to try for a key that wants one, or none.
    static func candidates(_ wanted: RSAKernel?) -> [RSAKernel] {
        guard let wanted else { return preferredHere }
        return [wanted, .gmp]
    }

    /// The fewest limbs, at least `limbCount`, that the kernel covers; nil if that were more than half
    /// as many again.
    func coveredLimbCount(_ limbCount: Int) -> Int? {
        guard let descriptor = unsafe descriptor else { return limbCount }
        return (limbCount...(limbCount + limbCount / 2)).first {
            unsafe descriptor.pointee.context_byte_count($0) > 0
        }
    }

    public static func == (left: RSAKernel, right: RSAKernel) -> Bool {
        unsafe left.descriptor == right.descriptor
    }

    public func hash(into hasher: inout Hasher) {
        unsafe hasher.combine(descriptor)
    }
}
