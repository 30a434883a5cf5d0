// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The peer has closed, or said nothing for too long.
struct PeerHasGone: Error {}

/// A TCP socket of the loopback interface, closed when it goes.
struct Socket: ~Copyable {
    struct SystemError: Error { let number: Int32 }

    /// How long a peer may say nothing: the others wait for it.
    private static let silence = timeval(tv_sec: 10, tv_usec: 0)

    private let descriptor: Int32

    init(listeningAt port: UInt16) throws(SystemError) {
        #if canImport(Darwin)
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, 16) == 0 else { throw SystemError(number: errno) }
    }

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    borrowing func accept() -> Socket? {
        #if canImport(Darwin)
        let accepted = Darwin.accept(descriptor, nil, nil)
        #else
        let accepted = Glibc.accept(descriptor, nil, nil)
        #endif
        guard accepted >= 0 else { return nil }
        var silence = Self.silence
        setsockopt(
            accepted,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &silence,
            socklen_t(MemoryLayout<timeval>.size)
        )
        setsockopt(
            accepted,
            SOL_SOCKET,
            SO_SNDTIMEO,
            &silence,
            socklen_t(MemoryLayout<timeval>.size)
        )
        return Socket(accepted)
    }

    /// Reads `byteCount` bytes; throws where the peer sends no more.
    borrowing func read(_ byteCount: Int) throws(PeerHasGone) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var count = 0
        while count < byteCount {
            let received = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress! + count, byteCount - count, 0)
            }
            guard received > 0 else { throw PeerHasGone() }
            count += received
        }
        return bytes
    }

    borrowing func write(_ bytes: [UInt8]) throws(PeerHasGone) {
        var count = 0
        while count < bytes.count {
            let sent = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress! + count, bytes.count - count, 0)
            }
            guard sent > 0 else { throw PeerHasGone() }
            count += sent
        }
    }

    /// Sends no more, and reads what the peer still sends: closing at once may take back what was sent.
    borrowing func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
        var bytes = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<64 where recv(descriptor, &bytes, bytes.count, 0) > 0 {}
    }
}
