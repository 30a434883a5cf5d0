// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import NIOSSL
import SwiftASN1

/// The program that ``PKCS12File`` runs: reads a message on standard input, and writes the file's
/// certificates in PEM.
struct PKCS12Reader: ParsableCommand {
    static let name = "read-pkcs12"
    static let wrongPassphrase = ExitCode(3)

    static let configuration = CommandConfiguration(commandName: name, shouldDisplay: false)

    /// A passphrase and a file: the passphrase's length, eight bytes, stands before both.
    struct Message {
        var passphrase: [UInt8]
        var file: [UInt8]

        init(passphrase: [UInt8], file: [UInt8]) {
            self.passphrase = passphrase
            self.file = file
        }

        init?(_ bytes: Data) {
            let (length, rest) = (bytes.prefix(8), bytes.dropFirst(8))
            let count = length.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard length.count == 8, count <= UInt64(rest.count) else { return nil }
            passphrase = [UInt8](rest.prefix(Int(count)))
            file = [UInt8](rest.dropFirst(Int(count)))
        }

        var bytes: Data {
            let length = UInt64(passphrase.count)
            return Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) })
                + passphrase + file
        }
    }

    func run() throws {
        let input = try FileHandle.standardInput.readToEnd() ?? Data()
        guard let message = Message(input), !message.file.isEmpty else { throw ExitCode.failure }
        let bundle: NIOSSLPKCS12Bundle
        do {
            bundle = try NIOSSLPKCS12Bundle(buffer: message.file, passphrase: message.passphrase)
        } catch {
            throw "\(error)".contains("INCORRECT_PASSWORD") ? Self.wrongPassphrase : .failure
        }
        for certificate in bundle.certificateChain {
            let document = PEMDocument(type: "CERTIFICATE", derBytes: try certificate.toDERBytes())
            StandardOutput.write(document.pemString + "\n")
        }
    }
}
