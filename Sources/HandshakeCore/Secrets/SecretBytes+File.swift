// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

extension SecretBytes {
    /// The contents of a file of at most 16 MiB, which is far more than any key or list of
    /// certificates has. The path may be a pipe's, too.
    ///
    /// The bytes pass through no other memory of this process than that which is wiped: neither
    /// `FileHandle` nor `Data` nor `String` could promise that.
    public init(contentsOfFile path: String) throws(FileReadingError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errorNumber: errno) }
        defer {
            close(descriptor)
            // What was copied went through vector registers.
            wipeRegistersAndStack()
        }
        // One byte more than a file has says that it ends; a pipe says nothing of its size.
        var status = stat()
        let byteCount = unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        guard byteCount <= Self.maximumFileByteCount else { throw .tooLong }
        var buffer = SecretBytes(byteCount: max(byteCount + 1, Self.minimumBufferByteCount))
        var count = 0
        while true {
            if count == buffer.byteCount {
                guard count <= Self.maximumFileByteCount else { throw .tooLong }
                buffer = SecretBytes(resizing: buffer, count: count, byteCount: 2 * count)
            }
            let readCount = try buffer.read(from: descriptor, at: count)
            guard readCount > 0 else { break }
            count += readCount
        }
        self.init(resizing: buffer, count: count, byteCount: count)
    }

    private static var maximumFileByteCount: Int { 16 << 20 }
    private static var minimumBufferByteCount: Int { 4096 }

    /// `byteCount` bytes that begin with the first `count` of another's.
    private init(resizing other: borrowing SecretBytes, count: Int, byteCount: Int) {
        self.init(byteCount: byteCount)
        withMutableBytes { bytes in
            unsafe bytes.withUnsafeMutableBytes { bytes in
                other.withBytes { other in
                    unsafe other.withUnsafeBytes { other in
                        unsafe bytes.copyMemory(from: .init(rebasing: other[..<count]))
                    }
                }
            }
        }
    }

    /// Reads into the bytes from `offset` on; 0 at the file's end.
    private mutating func read(
        from descriptor: Int32,
        at offset: Int
    ) throws(FileReadingError) -> Int {
        try withMutableBytes { bytes throws(FileReadingError) in
            while true {
                let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                    unsafe systemRead(
                        descriptor,
                        buffer.baseAddress! + offset,
                        buffer.count - offset
                    )
                }
                if count >= 0 { return count }
                guard errno == EINTR else { throw .system(errorNumber: errno) }
            }
        }
    }
}

/// `read(2)`, whose name a method above takes.
private func systemRead(
    _ descriptor: Int32,
    _ buffer: UnsafeMutableRawPointer,
    _ byteCount: Int
) -> Int {
    unsafe read(descriptor, buffer, byteCount)
}

/// Why a file was not read.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum FileReadingError: Error, Equatable, Sendable {
    /// The system says why, by its `errno`.
    case system(errorNumber: Int32)
    /// The file has more bytes than a file of keys or certificates can have.
    case tooLong
}

extension FileReadingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .system(let errorNumber): unsafe String(cString: strerror(errorNumber))
        case .tooLong: "more than 16 MiB"
        }
    }
}
