// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension Workload {
    static let textByteCounts = [64, 256, 1350, 8192, 16384]

    /// With 13 bytes of additional data. A seal is in place; an open is not, as it could not be
    /// repeated.
    static var aesGCM: [Workload] {
        AESGCMKernel.supported.flatMap { kernel in
            [16, 32].flatMap { keyByteCount in
                textByteCounts.flatMap { byteCount in
                    [
                        seal(keyByteCount, byteCount, kernel),
                        open(keyByteCount, byteCount, kernel),
                    ]
                }
            }
        }
    }

    private static let nonce = AESGCMNonce(fixedField: 0x6161_6161, invocationField: 0)
    private static let additionalData = [UInt8](repeating: 0x62, count: 13)

    private static func seal(
        _ keyByteCount: Int,
        _ byteCount: Int,
        _ kernel: AESGCMKernel
    ) -> Workload {
        Workload(
            id: "aes\(8 * keyByteCount)gcm-seal-\(byteCount)",
            kernel: kernel.name,
            bytesPerOperation: byteCount
        ) {
            let sealer = try Sealer(keyByteCount, kernel)
            var bytes = [UInt8](repeating: 0x63, count: byteCount + 16)
            return {
                var span = bytes.mutableSpan
                try sealer.key.sealInPlace(
                    &span,
                    nonce: nonce,
                    additionalData: additionalData.span
                )
            }
        }
    }

    private static func open(
        _ keyByteCount: Int,
        _ byteCount: Int,
        _ kernel: AESGCMKernel
    ) -> Workload {
        Workload(
            id: "aes\(8 * keyByteCount)gcm-open-\(byteCount)",
            kernel: kernel.name,
            bytesPerOperation: byteCount
        ) {
            let sealer = try Sealer(keyByteCount, kernel)
            var plaintext = [UInt8](repeating: 0x63, count: byteCount)
            let sealed = try sealer.key.seal(
                plaintext,
                nonce: nonce,
                additionalData: additionalData
            )
            return {
                var span = plaintext.mutableSpan
                try sealer.key.open(
                    sealed.span,
                    nonce: nonce,
                    additionalData: additionalData.span,
                    into: &span
                )
            }
        }
    }

    /// A key cannot be copied, so closures share it in this.
    private final class Sealer {
        let key: AESGCMKey

        init(_ keyByteCount: Int, _ kernel: AESGCMKernel) throws {
            key = try AESGCMKey([UInt8](repeating: 0x60, count: keyByteCount).span, kernel: kernel)
        }
    }
}
