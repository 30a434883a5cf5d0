// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Foundation
import HandshakeCore

/// The making of a private key, and its file.
enum NewKey {
    /// How long a key may be in the making before the user is told.
    private static let patience = DispatchTimeInterval.seconds(2)

    /// Makes a key and writes it, readable by its owner alone.
    static func write(bitCount: Int, to file: OutputFile, _ report: Report) throws -> RSAPrivateKey
    {
        try file.checkVacant()
        let key = try generate(bitCount: bitCount)
        try file.write(key.pemBytes(.pkcs8))
        report.print("\(file.path): a private key of \(bitCount) bits; keep it to yourself")
        return key
    }

    private static func generate(bitCount: Int) throws -> RSAPrivateKey {
        let note = DispatchWorkItem {
            StandardError.print("Still making a key of \(bitCount) bits …")
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: note)
        defer { note.cancel() }
        return try RSAPrivateKey.generate(bitCount: bitCount)
    }
}

/// How long a new key is.
struct KeySize: ExpressibleByArgument, CustomStringConvertible {
    let bitCount: Int

    init(bitCount: Int) { self.bitCount = bitCount }

    init?(argument: String) {
        guard let bitCount = Int(argument), (2048...8192).contains(bitCount),
            bitCount.isMultiple(of: 2)
        else { return nil }
        self.bitCount = bitCount
    }

    var description: String { String(bitCount) }
}
