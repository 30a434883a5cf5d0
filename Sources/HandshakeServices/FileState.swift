// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// By what a file is known to have changed, without reading it. Of a link, that of the file which it
/// leads to, so that a link that is exchanged (Kubernetes' secrets, certbot's `live`) is a change.
struct FileState: Equatable {
    private let device, inode, byteCount, seconds, nanoseconds: Int64

    /// Nil where there is none, or the system does not tell.
    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
        let modification = status.st_mtimespec
        #else
        let modification = status.st_mtim
        #endif
        device = Int64(truncatingIfNeeded: status.st_dev)
        inode = Int64(truncatingIfNeeded: status.st_ino)
        byteCount = Int64(truncatingIfNeeded: status.st_size)
        seconds = Int64(truncatingIfNeeded: modification.tv_sec)
        nanoseconds = Int64(truncatingIfNeeded: modification.tv_nsec)
    }
}

/// The states of a pair of files.
struct FileStates: Equatable {
    let certificateChain, privateKey: FileState?

    init(_ files: CertificateFiles) {
        certificateChain = FileState(path: files.certificateChain)
        privateKey = FileState(path: files.privateKey)
    }
}
