// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeNIOSSL
import NIOSSL
import TestSupport
import TestVectors
import Testing

@Suite("Accelerated key: making") struct KeyTests {
    let identity: TestIdentity

    init() throws { identity = try TestIdentity("rsa2048") }

    @Test func readsPEMAndDERAndFiles() throws {
        let pem = Array(identity.keyPEM.utf8)
        let der = try identity.accelerated { $0.isExportable = true }.derBytes
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (bytes, format) in [(pem, NIOSSLSerializationFormats.pem), (der, .der)] {
            let key = try AcceleratedRSAPrivateKey(
                bytes: bytes,
                format: format,
                certificate: identity.certificate
            )
            #expect(key.key.publicKey.modulusBytes == identity.key.publicKey.modulusBytes)
            let path = folder.appending(path: "key").path
            try Data(bytes).write(to: URL(filePath: path))
            let fromFile = try AcceleratedRSAPrivateKey(
                file: path,
                format: format,
                certificate: identity.certificate
            )
            #expect(fromFile.key.publicKey.modulusBytes == identity.key.publicKey.modulusBytes)
        }
    }

    @Test func refusesTheCertificateOfAnotherKey() throws {
        let other = try TestIdentity("rsa2048-second")
        #expect(throws: AcceleratedRSAError.certificateIsForAnotherKey) {
            _ = try AcceleratedRSAPrivateKey(identity.key, certificate: other.certificate)
        }
    }

    @Test func refusesACertificateWithoutAnRSAKey() throws {
        let pem = try OpenSSLProgram.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", "/dev/null", "-subj", "/CN=localhost",
        ])
        let certificate = try NIOSSLCertificate(bytes: pem, format: .pem)
        do {
            _ = try AcceleratedRSAPrivateKey(identity.key, certificate: certificate)
            Issue.record("it was taken")
        } catch AcceleratedRSAError.certificate(let error) {
            #expect(error.code == .notAnRSAKey)
        }
    }

    /// Where the certificate says what the key is, and the file may be encrypted.
    @Test(arguments: ["rsa:2048", "ec:P-256", "ed25519"], [false, true])
    func acceleratesWhatIsRSA(kind: String, isEncrypted: Bool) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "key.pem").path
        let parts = kind.split(separator: ":").map(String.init)
        let curve = parts[0] == "ec" ? ["-pkeyopt", "ec_paramgen_curve:\(parts[1])"] : []
        let pem = try OpenSSLProgram.run(
            ["req", "-x509", "-newkey", parts[0] == "ec" ? "ec" : kind] + curve
                + ["-keyout", path, "-subj", "/CN=localhost"]
                + (isEncrypted ? ["-passout", "pass:secret"] : ["-nodes"])
        )
        let certificate = try NIOSSLCertificate(bytes: pem, format: .pem)
        let key =
            isEncrypted
            ? try NIOSSLPrivateKey.accelerated(
                file: path,
                format: .pem,
                certificate: certificate,
                passphraseCallback: { $0(Array("secret".utf8)) }
            )
            : try .accelerated(file: path, format: .pem, certificate: certificate)
        // An accelerated key shows nothing of itself unless it is exportable.
        #expect(((try? key.derBytes)?.isEmpty ?? false) == kind.hasPrefix("rsa"))
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(key)
        )
        _ = try NIOSSLContext(configuration: configuration)
    }

    @Test func aCertificateThatIsNoneIsNoOtherKind() throws {
        let other = try TestIdentity("rsa2048-second")
        #expect(throws: AcceleratedRSAError.self) {
            _ = try NIOSSLPrivateKey.accelerated(
                file: "/there/is/none.pem",
                format: .pem,
                certificate: other.certificate
            )
        }
    }

    @Test func refusesAKeyThatIsForPSSOnly() throws {
        let vector = try #require(RSAVectors.pssKeys.first { $0.key == "rsa2048" })
        let key = try RSAPrivateKey(pemRepresentation: vector.pkcs8PEM)
        #expect(throws: AcceleratedRSAError.keyIsForPSSOnly) {
            _ = try AcceleratedRSAPrivateKey(key, certificate: identity.certificate)
        }
    }

    @Test func saysWhyAKeyCannotBeRead() throws {
        do {
            _ = try AcceleratedRSAPrivateKey(
                bytes: Array(identity.certificatePEM.utf8),
                format: .pem,
                certificate: identity.certificate
            )
            Issue.record("it was read")
        } catch AcceleratedRSAError.key(let error) {
            #expect(error.code == .noKeyInPEM)
        }
        do {
            _ = try AcceleratedRSAPrivateKey(
                file: "/nonexistent/key.pem",
                format: .pem,
                certificate: identity.certificate
            )
            Issue.record("it was read")
        } catch AcceleratedRSAError.unreadableFile(let path, let reason) {
            #expect(path == "/nonexistent/key.pem")
            #expect(!reason.isEmpty)
        }
    }

    @Test func givesItsBytesOnlyWhereThatIsAllowed() throws {
        let closed = try identity.accelerated()
        #expect(closed.derBytes.isEmpty)
        #expect(try closed.nioSSLPrivateKey.derBytes.isEmpty)
        let open = try identity.accelerated { $0.isExportable = true }
        let copy = try RSAPrivateKey(derRepresentation: open.derBytes)
        #expect(copy.publicKey.modulusBytes == identity.key.publicKey.modulusBytes)
    }

    @Test func isEqualWhereKeyAndBatcherAreTheSame() throws {
        let batcher = try RSABatcher()
        let one = try identity.accelerated { $0.batcher = batcher }
        let same = try identity.accelerated { $0.batcher = batcher }
        let elsewhere = try identity.accelerated()
        let other = try TestIdentity("rsa2048-second").accelerated { $0.batcher = batcher }
        #expect(one == same)
        #expect(one.hashValue == same.hashValue)
        #expect(one != elsewhere)
        #expect(one != other)
        #expect(one.nioSSLPrivateKey == same.nioSSLPrivateKey)
        #expect(one.nioSSLPrivateKey != other.nioSSLPrivateKey)
    }
}
