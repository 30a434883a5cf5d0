// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import Testing

@Suite struct SecretFileTests {
    private func read(_ path: String) throws(FileReadingError) -> [UInt8] {
        try SecretBytes(contentsOfFile: path).withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    @Test(arguments: [0, 1, 4095, 4096, 4097, 100_000]) func files(byteCount: Int) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: path) }
        // None of them is zero, as what was not read is.
        let bytes = (0..<byteCount).map { UInt8($0 % 251 + 1) }
        try Data(bytes).write(to: path)
        #expect(try read(path.path) == bytes)
    }

    /// A pipe has no size to be asked for, as `--key <(…)` has none.
    @Test func pipe() throws {
        let pipe = Pipe()
        let bytes = [UInt8](repeating: 7, count: 20_000)
        try pipe.fileHandleForWriting.write(contentsOf: bytes)
        try pipe.fileHandleForWriting.close()
        #expect(try read("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)") == bytes)
    }

    @Test func whatCannotBeRead() {
        #expect(throws: FileReadingError.system(errorNumber: ENOENT)) { try read("/nonexistent") }
        #expect(throws: FileReadingError.system(errorNumber: EISDIR)) { try read("/") }
        #expect(throws: FileReadingError.tooLong) { try read("/dev/zero") }
        #expect("\(FileReadingError.system(errorNumber: ENOENT))" == "No such file or directory")
    }
}
