// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HandshakeCore
import HandshakeEngine

/// A PKCS #12 file (RFC 7292): certificates, and the private key of the first one.
///
/// NIOSSL reads it, and ends the program if there is no key in it, or no certificate that goes with
/// it. Whether there is one shows only when it is decrypted, so that a program of its own reads it.
enum PKCS12File {
    static func findings(
        _ bytes: Span<UInt8>,
        path: String,
        _ options: PassphraseOptions
    ) throws -> [Finding] {
        let file = bytes.indices.map { bytes[$0] }
        // Some are encrypted with an empty passphrase, or not at all.
        if case .read(let certificates) = try run(file, passphrase: []) {
            return findings(certificates, path: path)
        }
        guard let passphrase = try options.passphrase(for: path) else {
            throw ToolError("it is encrypted (PKCS #12): \(PassphraseOptions.hint)")
        }
        var copy = passphrase.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        defer {
            var span = copy.mutableSpan
            span.wipe()
        }
        switch try run(file, passphrase: copy) {
        case .read(let certificates): return findings(certificates, path: path)
        case .wrongPassphrase:
            throw ToolError("it cannot be decrypted (PKCS #12): the passphrase is wrong")
        case .unreadable:
            throw ToolError(
                "it is PKCS #12 that cannot be read: damaged, encrypted in a way that is not "
                    + "supported, or without a private key and its certificate; 'openssl pkcs12 -in "
                    + "FILE -nodes' makes PEM of it"
            )
        }
    }

    private static func findings(_ pem: [UInt8], path: String) -> [Finding] {
        let text = pem.span
        let blocks = (try? PEMBlock.all(in: text)) ?? []
        let certificates = blocks.map { block in
            Finding(path, place: block.place) { try Description(certificate: block, of: text) }
        }
        guard let leaf = blocks.first else { return certificates }
        let key = Finding(path) {
            try Description(keyOf: CertificatePEM.certificate(leaf, in: text))
        }
        return certificates + [key]
    }

    private enum Outcome {
        /// The certificates in PEM, that of the private key first.
        case read([UInt8])
        case wrongPassphrase
        case unreadable
    }

    private static func run(_ file: [UInt8], passphrase: [UInt8]) throws -> Outcome {
        guard let program = Bundle.main.executableURL else {
            throw ToolError("PKCS #12 cannot be read: this program does not find itself")
        }
        let process = Process()
        process.executableURL = program
        process.arguments = [PKCS12Reader.name]
        // A program that ends early is expected, and no reason to look for where.
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var message = PKCS12Reader.Message(passphrase: passphrase, file: file).bytes
        defer { message.resetBytes(in: message.indices) }
        try input.fileHandleForWriting.write(contentsOf: message)
        try input.fileHandleForWriting.close()
        let certificates = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationReason == .exit else { return .unreadable }
        return switch process.terminationStatus {
        case 0: .read([UInt8](certificates))
        case PKCS12Reader.wrongPassphrase.rawValue: .wrongPassphrase
        default: .unreadable
        }
    }
}
