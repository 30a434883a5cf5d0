// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeServices

/// A folder of its own with the files of a pair. It is there until the process ends, since a store
/// knows no more of it than its files' names.
struct PairFolder: Sendable {
    private static let all: URL = {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-services-\(UUID().uuidString)")
        atexit { try? FileManager.default.removeItem(at: PairFolder.all) }
        return folder
    }()

    let files: CertificateFiles

    init(_ pair: TestPair) throws {
        let folder = Self.all.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        files = CertificateFiles(
            certificateChain: folder.appending(path: "chain.pem").path,
            privateKey: folder.appending(path: "key.pem").path
        )
        try write(pair)
    }

    /// One file, then the other, each elsewhere and renamed.
    func write(_ pair: TestPair) throws {
        try write(certificateChain: pair.certificatePEM)
        try write(privateKey: pair.keyPEM)
    }

    func write(certificateChain text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: files.certificateChain), options: .atomic)
    }

    func write(privateKey text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: files.privateKey), options: .atomic)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
}
