package import HandshakeCore

extension HashKernels {
    /// Every kernel that this CPU can run: the portable ones, then each other one beside the other
    /// family's portable kernel.
    package static let supported: [HashKernels] =
        [.portable]
        + SHA256Kernel.supported.filter { $0 != .portable }
        .map { HashKernels(supported: $0, sha512: .portable) }
        + SHA512Kernel.supported.filter { $0 != .portable }
        .map { HashKernels(supported: .portable, sha512: $0) }

    package static let portable = HashKernels(supported: .portable, sha512: .portable)
}

extension HashAlgorithm {
    package func digest(_ message: [UInt8], _ kernels: HashKernels = .best) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestByteCount)
        var span = digest.mutableSpan
        writeDigest(of: message.span, into: &span, kernels: kernels)
        return digest
    }

    package func authenticate(
        _ message: [UInt8],
        key: [UInt8],
        _ kernels: HashKernels = .best
    ) -> [UInt8] {
        let key = HMACKey(self, key: key.span, kernels: kernels)
        var tag = [UInt8](repeating: 0, count: digestByteCount)
        var span = tag.mutableSpan
        key.writeTag(of: message.span, into: &span)
        return tag
    }
}
