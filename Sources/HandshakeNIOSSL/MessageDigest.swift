internal import HandshakeCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension HashAlgorithm {
    func digest(of message: UnsafeRawBufferPointer) -> [UInt8] {
        digest { writeDigest(of: unsafe Span<UInt8>(_unsafeBytes: message), into: &$0) }
    }

    /// The digest of bytes that may lie in several places.
    func digest(of message: some DataProtocol) -> [UInt8] {
        var state = HashState(self)
        for region in message.regions {
            unsafe region.withUnsafeBytes { state.update(unsafe Span<UInt8>(_unsafeBytes: $0)) }
        }
        return digest { state.writeDigest(into: &$0) }
    }

    private func digest(_ body: (inout MutableSpan<UInt8>) -> Void) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestByteCount)
        var span = digest.mutableSpan
        body(&span)
        return digest
    }
}
