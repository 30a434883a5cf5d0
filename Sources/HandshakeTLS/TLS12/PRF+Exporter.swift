// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore

extension TLS12.PRF {
    /// Fills `output` with keying material (RFC 5705, section 4): PRF(masterSecret, label,
    /// clientRandom + serverRandom), and with a context, + context length + context. Any output
    /// length. The context has at most 65,535 bytes; an empty one is not the same as none.
    public func exportKeyingMaterial(
        masterSecret: Span<UInt8>,
        label: Span<UInt8>,
        clientRandom: Span<UInt8>,
        serverRandom: Span<UInt8>,
        context: Span<UInt8>? = nil,
        into output: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try Self.checkExporter(masterSecret, label, clientRandom, serverRandom)
        guard let context else {
            derivation.pHash(
                secret: masterSecret,
                seed: label,
                clientRandom,
                serverRandom,
                into: &output
            )
            return
        }
        guard context.count <= UInt16.max else { throw .contextLength }
        let length: [2 of UInt8] = [
            UInt8(context.count >> 8), UInt8(truncatingIfNeeded: context.count),
        ]
        derivation.pHash(
            secret: masterSecret,
            seed: label,
            clientRandom,
            serverRandom,
            length.span,
            context,
            into: &output
        )
    }

    private static func checkExporter(
        _ masterSecret: Span<UInt8>,
        _ label: Span<UInt8>,
        _ clientRandom: Span<UInt8>,
        _ serverRandom: Span<UInt8>
    ) throws(KeyDerivationError) {
        try check(masterSecret: masterSecret)
        try check(clientRandom: clientRandom, serverRandom: serverRandom)
        for reserved in TLS12.PRFLabel.reserved where isEqual(label, reserved) {
            throw .reservedLabel
        }
    }

    private static func isEqual(_ label: Span<UInt8>, _ reserved: StaticString) -> Bool {
        reserved.withUTF8Buffer { reserved in
            guard label.count == reserved.count else { return false }
            for index in label.indices where unsafe label[index] != reserved[index] {
                return false
            }
            return true
        }
    }
}
