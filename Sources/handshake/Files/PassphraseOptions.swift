// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HandshakeCore

/// Where the passphrase of an encrypted file comes from; never an argument, which everyone on the
/// machine can see.
struct PassphraseOptions: ParsableArguments {
    private static let variable = "HANDSHAKE_PASSPHRASE"

    @Option(
        help: """
            The file whose first line is the passphrase of encrypted files. (default: the \
            environment variable HANDSHAKE_PASSPHRASE; in a terminal, it is asked for)
            """,
        completion: .file()
    )
    var passphraseFile: String?

    /// The passphrase of a file; `nil` if there is none and nobody to ask. `asks` says whether the
    /// one at the terminal may be asked.
    func passphrase(for path: String, asks: Bool = true) throws -> SecretBytes? {
        if let passphraseFile { return try Self.firstLine(of: passphraseFile) }
        if let text = ProcessInfo.processInfo.environment[Self.variable] {
            return SecretBytes(copying: Array(text.utf8))
        }
        return asks && isatty(STDIN_FILENO) == 1 ? Self.prompt(path) : nil
    }

    /// What an error says that asks for a passphrase.
    static let hint = "give its passphrase by --passphrase-file or in \(variable)"

    private static func firstLine(of path: String) throws -> SecretBytes {
        let file = try InputFile.bytes(path, hint: "write the passphrase into it")
        return try file.withBytes { bytes in
            let end = bytes.indices.first { bytes[$0] == 0x0A } ?? bytes.count
            let isCRLF = end > 0 && bytes[end - 1] == 0x0D
            let line = bytes.extracting(0..<(isCRLF ? end - 1 : end))
            guard !line.isEmpty else {
                throw ToolError("\(path) has no passphrase in its first line")
            }
            return SecretBytes(copying: line)
        }
    }

    /// Asks at the terminal, without showing what is typed.
    private static func prompt(_ path: String) -> SecretBytes? {
        guard let typed = unsafe getpass("Passphrase of \(path.printable): ") else { return nil }
        let count = unsafe strlen(typed)
        let bytes = unsafe UnsafeMutableBufferPointer(start: typed, count: count)
        return SecretBytes(byteCount: count) { passphrase in
            for index in 0..<count {
                passphrase[index] = unsafe UInt8(bitPattern: bytes[index])
                unsafe bytes[index] = 0
            }
        }
    }
}
