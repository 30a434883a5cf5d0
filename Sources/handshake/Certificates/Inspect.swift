// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeCore
import HandshakeEngine

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is in files of certificates, requests and keys.",
        discussion: """
            Reads PEM, each block of a file. Nothing secret of a private key is shown. Things \
            that belong together have the same 'key id', the SHA-256 of the public key.

              handshake inspect ca.pem localhost.pem localhost-key.pem
            """
    )

    @Argument(help: "The files.", completion: .file())
    var files: [String]

    func run() throws {
        var isFirst = true
        var isAnyUnreadable = false
        for file in files {
            let text = try InputFile.bytes(file)
            try text.withBytes { text in
                for block in try Self.blocks(text, file: file) {
                    do {
                        let description = try Self.description(block, of: text)
                        if !isFirst { print() }
                        isFirst = false
                        print(description.text(file: file))
                    } catch {
                        StandardError.print("Error: \(file): \(Self.reason(error, block))")
                        isAnyUnreadable = true
                    }
                }
            }
        }
        if isAnyUnreadable { throw ExitCode.failure }
    }

    private static func blocks(_ text: Span<UInt8>, file: String) throws -> [PEMBlock] {
        do {
            return try PEMBlock.all(in: text)
        } catch {
            throw ToolError("\(file): \(error)")
        }
    }

    private static func description(
        _ block: PEMBlock,
        of text: Span<UInt8>
    ) throws -> Description {
        switch block.label.content {
        case .privateKey: return try Description(RSAPrivateKey(block, of: text))
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

    private static func reason(_ error: any Error, _ block: PEMBlock) -> String {
        switch error {
        case is KeyFormatError, is TLSUnreadableCertificate: "\(error)"
        case is ToolError: "\(block.place): \(error)"
        default: "\(block.place): its extensions cannot be read: \(CertificateErrorText.of(error))"
        }
    }
}
