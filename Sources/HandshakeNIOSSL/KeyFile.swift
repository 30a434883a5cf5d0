private import HandshakeSecrets

#if canImport(FoundationEssentials)
private import FoundationEssentials
#else
private import Foundation
#endif

/// The file of a private key.
enum KeyFile {
    /// The file's bytes, which the caller wipes.
    static func read(_ path: String) throws(AcceleratedRSAError) -> [UInt8] {
        do {
            var data = try Data(contentsOf: URL(filePath: path))
            defer { data.resetBytes(in: data.startIndex..<data.endIndex) }
            return [UInt8](data)
        } catch {
            throw .unreadableFile(path: path, reason: "\(error)")
        }
    }

    static func wipe(_ bytes: inout [UInt8]) {
        var span = bytes.mutableSpan
        HandshakeSecrets.wipe(&span)
    }
}
