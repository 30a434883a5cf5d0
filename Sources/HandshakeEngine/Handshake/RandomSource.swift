private import HandshakeCore

/// Where a connection's random bytes come from: the system, but for tests with known answers.
package struct RandomSource: Sendable {
    package static let system = RandomSource { SystemRandom.fill(&$0) }

    package let fill: @Sendable (inout MutableSpan<UInt8>) -> Void

    package init(fill: @escaping @Sendable (inout MutableSpan<UInt8>) -> Void) {
        self.fill = fill
    }

    func bytes(_ byteCount: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var span = bytes.mutableSpan
        fill(&span)
        return bytes
    }
}
