// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import NIOCore

/// Where a request's body comes from.
enum RequestBody {
    /// What the argument says, or a file's contents for `@FILE`, or standard input's for `-`.
    static func read(_ argument: String) throws -> ByteBuffer {
        let path: String
        switch argument {
        case "-", "@-": path = "/dev/stdin"
        case _ where argument.hasPrefix("@"): path = String(argument.dropFirst())
        default: return ByteBuffer(string: argument)
        }
        guard !path.isEmpty else {
            throw ToolError("--data @ names no file: write @FILE, or - for standard input")
        }
        return try InputFile.bytes(path).withBytes { bytes in
            var body = ByteBuffer()
            body.writeBytes(bytes.indices.map { bytes[$0] })
            return body
        }
    }
}
