// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct MakeKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "An RSA private key of your own.",
        subcommands: [Create.self],
        // Not a name for a file: 'key create' is what 'ca create' leads to.
        defaultSubcommand: Create.self
    )

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an RSA private key; what 'key' does without another word.",
            discussion: """
                The key is written as PEM (PKCS #8) with mode 0600. 'request' and 'ca create' make \
                their own keys; this is for a key on its own.

                  handshake key create
                  handshake key create server-key.pem --bits 3072
                """
        )

        @Argument(help: "The file to write.", completion: .file())
        var file = "key.pem"

        @Option(
            name: .customLong("bits"),
            help: "The key's length: 2048 to 8192 bits, an even number."
        )
        var size = KeySize(bitCount: 2048)

        @Flag(help: "Replace an existing file.")
        var force = false

        @Flag(help: "Print nothing but errors.")
        var quiet = false

        func run() throws {
            let output = OutputFile(path: file, secrecy: .owner, replacesExisting: force)
            _ = try NewKey.write(bitCount: size.bitCount, to: output, Report(isQuiet: quiet))
        }
    }
}
