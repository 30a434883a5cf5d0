// SPDX-License-Identifier: Apache-2.0

/// An implementation of an algorithm for one kind of CPU: a value over a constant descriptor in C.
///
/// A key takes its kernel when it is made and keeps it. The description is the ``name``, from which
/// a kernel can be made again: `AESGCMKernel("portable")`.
public protocol Kernel: Hashable, Sendable, LosslessStringConvertible {
    /// The kernels of this architecture, the fastest first, the portable one last. The CPU need not
    /// have what they need.
    static var all: [Self] { get }

    /// The fastest kernel that this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run.
    static var best: Self { get }

    /// What results call it; no other kernel of the algorithm has the name.
    var name: String { get }

    /// What a CPU must have to run it.
    var requiredFeatures: CPUFeatures { get }
}

extension Kernel {
    /// The kernel with this name; nil where this architecture has none.
    public init?(_ name: String) {
        guard let kernel = Self.all.first(where: { $0.name == name }) else { return nil }
        self = kernel
    }

    public var description: String { name }

    /// Whether this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run the kernel.
    public var isSupported: Bool { isSupported(by: .available) }

    package func isSupported(by features: CPUFeatures) -> Bool {
        features.isSuperset(of: requiredFeatures)
    }

    /// Those of ``all`` that this CPU can run.
    public static var supported: [Self] { all.filter(\.isSupported) }

    /// The kernels that a CPU can run and that are not slower on its design than one that follows,
    /// the fastest first.
    package static func preferred(
        for features: CPUFeatures,
        on cpu: CPUMicroarchitecture = .current
    ) -> [Self] {
        all.filter { $0.isSupported(by: features) && cpu.prefers($0.name) }
    }

    /// The decision behind ``best``.
    package static func best(
        for features: CPUFeatures,
        on cpu: CPUMicroarchitecture = .current
    ) -> Self {
        preferred(for: features, on: cpu).first ?? all[all.count - 1]
    }
}

/// The descriptors of a table in C, which ends with a null pointer.
func descriptors<Descriptor>(
    of table: UnsafePointer<UnsafePointer<Descriptor>?>
) -> [UnsafePointer<Descriptor>] {
    var descriptors: [UnsafePointer<Descriptor>] = unsafe []
    while let descriptor = unsafe table[descriptors.count] {
        unsafe descriptors.append(descriptor)
    }
    return unsafe descriptors
}
