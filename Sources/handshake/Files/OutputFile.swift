// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore

/// A file that a command writes whole, or not at all.
struct OutputFile {
    enum Secrecy {
        /// Mode 0644, as far as the umask lets it.
        case everyone
        /// Mode 0600 from the moment that the file exists.
        case owner
    }

    var path: String
    var secrecy: Secrecy
    /// Whether a file of this name may be replaced.
    var replacesExisting: Bool

    /// Throws if there is a file that may not be replaced, or no folder to write one into: to be
    /// asked before the work begins.
    func checkVacant() throws {
        let files = FileManager.default
        guard files.fileExists(atPath: path) else {
            let folder = URL(filePath: path).deletingLastPathComponent().path
            guard unsafe access(folder, W_OK | X_OK) == 0 else { throw failure() }
            return
        }
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let type = try? files.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        guard type == .typeRegular else {
            throw ToolError("\(path) exists and is no file that can be replaced: name another one")
        }
        guard replacesExisting else {
            throw ToolError("\(path) exists: name another file, or replace it with --force")
        }
    }

    func write(_ text: String) throws { try write(SecretBytes(copying: Array(text.utf8).span)) }

    func write(_ bytes: borrowing SecretBytes) throws {
        try checkVacant()
        // A replacement takes the old file's place at once, with a mode of its own.
        let target = replacesExisting ? "\(path).\(UUID().uuidString)" : path
        let mode: mode_t = secrecy == .owner ? 0o600 : 0o644
        let descriptor = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure() }
        let isWritten = bytes.withBytes { Self.write($0, to: descriptor) }
        let isClosed = close(descriptor) == 0
        guard unsafe isWritten && isClosed && (target == path || rename(target, path) == 0) else {
            let failure = failure()
            unsafe unlink(target)
            throw failure
        }
    }

    /// Writes without a copy: the bytes may be a key's.
    private static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> Bool {
        unsafe bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = unsafe Foundation.write(
                    descriptor,
                    buffer.baseAddress! + offset,
                    buffer.count - offset
                )
                guard count >= 0 || errno == EINTR else { return false }
                offset += max(count, 0)
            }
            return true
        }
    }

    private func failure() -> ToolError {
        ToolError("\(path) cannot be written: \(ErrorText.systemText(errno))")
    }
}
