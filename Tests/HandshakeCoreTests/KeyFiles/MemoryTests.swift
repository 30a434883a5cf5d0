// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
import Foundation
import HandshakeCore
import TestSupport
import Testing

/// What a process keeps of a key that it read from a file, used and released. In a process of its
/// own, in which nothing else has a key, and for optimized code: in debug, Swift copies what it
/// likes.
@Suite struct MemoryTests {
    private static let variable = "HANDSHAKE_TESTS_MEMORY"

    #if !DEBUG
    @Test(arguments: ["read", "exported"]) func nothingIsLeftOfAKey(use: String) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-memory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let pem = try OpenSSLProgram.run(["genrsa", "2048"])
        try Data(pem).write(to: folder.appending(path: "key.pem"))
        let needles = try Self.needles(pem).map { name, bytes in
            (name, Data(bytes.map { ~$0 }).base64EncodedString())
        }
        try JSONEncoder().encode(Dictionary(needles) { first, _ in first })
            .write(to: folder.appending(path: "needles.json"))
        unsafe setenv(Self.variable, folder.path, 1)
        switch use {
        case "read":
            await #expect(processExitsWith: .success) {
                try Self.expectNothing { _ in }
            }
        default:
            await #expect(processExitsWith: .success) {
                try Self.expectNothing { key in
                    for format in RSAPrivateKeyFormat.allCases {
                        _ = try key.derRepresentation(format)
                        _ = try key.pemBytes(format)
                    }
                }
            }
        }
    }
    #endif

    /// The file's lines but for the first, which begins as every key's does, and the numbers, as
    /// they are written and as limbs have them.
    private static func needles(_ pem: [UInt8]) throws -> [(String, [UInt8])] {
        let components = try RSAPrivateKey(pemRepresentation: pem.span).components()
        let lines = pem.split(separator: UInt8(ascii: "\n")).dropFirst(2).dropLast()
        var needles = lines.enumerated().map { ("line \($0.offset)", Array($0.element)) }
        func add(_ name: String, _ secret: borrowing SecretBytes) {
            let bytes = secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
            needles.append((name, bytes))
            needles.append((name + " in limbs", bytes.reversed()))
        }
        add("d", components.d)
        add("p", components.p)
        add("q", components.q)
        add("dP", components.dP)
        add("dQ", components.dQ)
        add("qInv", components.qInv)
        return needles
    }

    private static func expectNothing(
        after use: (RSAPrivateKey) throws -> Void
    ) throws {
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment[variable]))
        let contents = try Data(contentsOf: folder.appending(path: "needles.json"))
        let needles = try JSONDecoder().decode([String: Data].self, from: contents)
        let search = MemorySearch(inverted: needles.map { ($0.key, Array($0.value)) })
        try useKey(folder.appending(path: "key.pem").path, use, search)
        let places = try search.places()
        #expect(places.isEmpty, "\(places)")
    }

    @inline(never)
    private static func useKey(
        _ path: String,
        _ use: (RSAPrivateKey) throws -> Void,
        _ search: MemorySearch
    ) throws {
        let key = try SecretBytes(contentsOfFile: path).withBytes { text in
            try RSAPrivateKey(pemRepresentation: text)
        }
        var signature = [UInt8](repeating: 0, count: key.modulusByteCount)
        var span = signature.mutableSpan
        try key.sign(message: [1, 2, 3].span, scheme: .pss(.sha256), into: &span)
        try use(key)
        // The search finds what is there.
        #expect(try search.places()["p in limbs"] != nil)
    }
}
#endif
