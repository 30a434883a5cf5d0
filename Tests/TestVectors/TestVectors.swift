// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
private import Glibc
#elseif canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#endif

/// The vector files of the test targets, read where the source lies: no Foundation is needed, so
/// that the self-test for other architectures reads them too.
public enum TestVectors {
    public struct Unreadable: Error {
        public let path: String
    }

    /// The contents of `Vectors/<name>`.
    public static func bytes(_ name: String) throws -> [UInt8] {
        let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let path = folder.joined(separator: "/") + "/Vectors/\(name)"
        guard let file = unsafe fopen(path, "rb") else { throw Unreadable(path: path) }
        defer { unsafe _ = fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&piece, 1, piece.count, file)
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// The JSON file `Vectors/<name>`.
    public static func decode<Value: Decodable>(
        _ type: Value.Type,
        from name: String
    ) throws -> Value {
        try JSONValueDecoder(value: JSONValue(parsing: bytes(name))).decode(type)
    }
}
