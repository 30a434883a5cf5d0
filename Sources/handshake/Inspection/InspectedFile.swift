// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine

/// A file in PEM, DER or PKCS #12, and what is found in it.
struct InspectedFile {
    let path: String
    private let passphrase: PassphraseOptions

    init(path: String, _ passphrase: PassphraseOptions) {
        self.path = path
        self.passphrase = passphrase
    }

    /// Throws ``ToolError`` if nothing of the file can be read.
    func findings() throws -> [Finding] {
        try InputFile.bytes(path).withBytes { bytes in
            if let kind = BinaryKind(bytes) { return try findings(kind, bytes) }
            let blocks: [PEMBlock]
            do {
                blocks = try PEMBlock.all(in: bytes)
            } catch {
                throw ToolError("\(error)")
            }
            return blocks.map { block in
                Finding(path, place: block.place) { try description(block, of: bytes) }
            }
        }
    }

    private func findings(_ kind: BinaryKind, _ bytes: Span<UInt8>) throws -> [Finding] {
        switch kind {
        case .certificateOrRequest:
            let bytes = bytes.indices.map { bytes[$0] }
            return [
                Finding(path) {
                    // A request is not a certificate, but has fields of the same types.
                    if let request = try? Description(certificateRequest: bytes) { return request }
                    return try Description(certificate: bytes)
                }
            ]
        case .publicKey:
            return [
                Finding(path) {
                    try Description(title: "public key", RSAPublicKey(derRepresentation: bytes))
                }
            ]
        case .privateKey:
            return [Finding(path) { try Description(RSAPrivateKey(derRepresentation: bytes)) }]
        case .pkcs12:
            return try PKCS12File.findings(bytes, path: path, passphrase)
        }
    }

    private func description(_ block: PEMBlock, of text: Span<UInt8>) throws -> Description {
        switch block.label.content {
        case .privateKey:
            do {
                return try Description(RSAPrivateKey(block, of: text))
            } catch let error as KeyFormatError where error.code == .encrypted {
                let rest = text.extracting(Self.start(ofLine: block.line, in: text)...)
                return try Description(EncryptedKey.decrypt(rest, path: path, passphrase))
            }
        case .publicKey:
            return try Description(title: "public key", RSAPublicKey(block, of: text))
        case .certificate: return try Description(certificate: block, of: text)
        case .certificateRequest:
            return try Description(certificateRequest: block.decode(from: text))
        case .certificatesInAnotherForm, .other:
            _ = try block.decode(from: text)
            throw ToolError("none of the kinds that this command knows")
        }
    }

    private static func start(ofLine line: Int, in text: Span<UInt8>) -> Int {
        var (start, current) = (0, 1)
        for index in text.indices where current < line && text[index] == 0x0A {
            current += 1
            start = index + 1
        }
        return start
    }

    /// Why what is in one place of a file cannot be shown.
    static func reason(_ error: any Error, place: String?) -> String {
        let place = place.map { "\($0): " } ?? ""
        return switch error {
        // These say the block themselves.
        case is KeyFormatError, is TLSUnreadableCertificate: "\(error)"
        case is ToolError: "\(place)\(error)"
        default: "\(place)its extensions cannot be read: \(CertificateErrorText.of(error))"
        }
    }
}
