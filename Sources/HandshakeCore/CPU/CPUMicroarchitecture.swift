private import CHandshakeKernels

/// Which design a CPU is of, where kernels with the same features differ in speed between designs.
package struct CPUMicroarchitecture: Sendable, Hashable {
    package enum Vendor: Sendable { case intel, amd, other }

    package let vendor: Vendor
    /// As the CPU's vendor counts them: family 25, model 17 for one with Zen 4. Zero for other vendors.
    package let family: Int
    package let model: Int

    package init(vendor: Vendor, family: Int, model: Int) {
        self.vendor = vendor
        self.family = family
        self.model = model
    }

    /// This machine's.
    package static let current: CPUMicroarchitecture = {
        let identity = handshake_cpu_identify()
        let vendor: Vendor =
            switch Int(identity.vendor) {
            case HANDSHAKE_CPU_VENDOR_INTEL: .intel
            case HANDSHAKE_CPU_VENDOR_AMD: .amd
            default: .other
            }
        return CPUMicroarchitecture(
            vendor: vendor,
            family: Int(identity.family),
            model: Int(identity.model)
        )
    }()

    /// Family 25 has Zen 3 too, which lacks AVX-512: a kernel that needs it tells the two apart.
    package var isZen4: Bool { vendor == .amd && family == 25 }
}
