// SPDX-License-Identifier: Apache-2.0

import Foundation
public import HandshakeServices
import InMemoryLogging
import Logging
public import NIOCertificateReloading
import NIOSSL
import Testing

/// As the documentation says; @retroactive is for other packages.
extension CertificateStore: CertificateReloader {}

@Suite("Certificate store: reload") struct ReloadTests {
    /// One pair at first, then another of each kind.
    @Test(arguments: TestPair.Kind.allCases, TestPair.Kind.allCases)
    func showsWhatTheFilesHold(first: TestPair.Kind, second: TestPair.Kind) async throws {
        let pairs = [try TestPair(first), try TestPair(second)]
        let folder = try PairFolder(pairs[0])
        let store = try CertificateStore([folder.files])
        let server = try await EchoServer(.makeServerConfiguration(certificateStore: store))
        #expect(try await shownCertificate(port: server.port) == pairs[0].certificate)
        #expect(store.reload().map(\.outcome) == [.unchanged])

        try folder.write(pairs[1])
        #expect(try await shownCertificate(port: server.port) == pairs[0].certificate)
        #expect(store.reload().map(\.outcome) == [.replaced])
        for version in [TLSVersion.tlsv12, .tlsv13] {
            let shown = try await shownCertificate(port: server.port, maximumVersion: version)
            #expect(shown == pairs[1].certificate)
        }
        #expect(server.errors.isEmpty)
        try await server.close()
    }

    @Test(arguments: TestPair.Kind.allCases)
    func keepsThePairWhereTheNewOneDoesNotFit(kind: TestPair.Kind) async throws {
        let pair = try TestPair(kind)
        let folder = try PairFolder(pair)
        let (chain, key) = (folder.files.certificateChain, folder.files.privateKey)
        let store = try CertificateStore([folder.files])

        for other in TestPair.Kind.allCases where other != kind {
            let next = try TestPair(other)
            try folder.write(certificateChain: next.certificatePEM)
            guard case .kept(let error) = store.reload()[0].outcome else {
                Issue.record("a certificate of another key was taken")
                continue
            }
            switch error {
            case .keyDoesNotFit(chain, key): break
            // A key that is not RSA is not read for an RSA certificate.
            case .unreadableKey(key, _): #expect(other == .rsa || other == .otherRSA)
            default: Issue.record("\(error)")
            }
        }
        let server = try await EchoServer(.makeServerConfiguration(certificateStore: store))
        #expect(try await shownCertificate(port: server.port) == pair.certificate)

        // The key that belongs to the certificate comes.
        let next = try TestPair(.p256)
        try folder.write(next)
        #expect(store.reload().map(\.outcome) == [.replaced])
        #expect(try await shownCertificate(port: server.port) == next.certificate)
        try await server.close()
    }

    @Test(arguments: [TestPair.Kind.rsa, .p256], [0, 1, 60, 400, -20])
    func keepsThePairWhereAFileIsCutShort(kind: TestPair.Kind, count: Int) throws {
        let folder = try PairFolder(try TestPair(kind))
        let store = try CertificateStore([folder.files])
        let next = try TestPair(kind)
        func cut(_ text: String) -> String {
            // Fewer than what there is, counted from the start or from the end.
            String(text.prefix(count < 0 ? text.count + count : min(count, text.count / 2)))
        }
        try folder.write(certificateChain: cut(next.certificatePEM))
        try folder.write(privateKey: next.keyPEM)
        guard case .kept(.unreadableCertificate(let path, let reason)) = store.reload()[0].outcome
        else { throw DidNotHappen() }
        #expect(path == folder.files.certificateChain)
        #expect(!reason.isEmpty)

        try folder.write(certificateChain: next.certificatePEM)
        try folder.write(privateKey: cut(next.keyPEM))
        guard case .kept(.unreadableKey(let path, let reason)) = store.reload()[0].outcome
        else { throw DidNotHappen() }
        #expect(path == folder.files.privateKey)
        #expect(!reason.isEmpty)
    }

    @Test func keepsThePairWhereAFileIsMissing() throws {
        let pair = try TestPair(.rsa)
        let folder = try PairFolder(pair)
        let store = try CertificateStore([folder.files])
        try folder.remove(folder.files.privateKey)
        let reloads = store.reload()
        #expect(
            reloads.map(\.outcome) == [
                .kept(
                    .unreadableKey(
                        path: folder.files.privateKey,
                        reason: "No such file or directory"
                    )
                )
            ]
        )
        #expect(reloads[0].certificate.serverNames == ["localhost"])
        try folder.write(pair)
        try folder.remove(folder.files.certificateChain)
        #expect(
            store.reload().map(\.outcome) == [
                .kept(
                    .unreadableCertificate(
                        path: folder.files.certificateChain,
                        reason: "No such file or directory"
                    )
                )
            ]
        )
    }

    /// Dates that clients would refuse never take the place of dates that they accept.
    @Test func keepsThePairWhereTheNewOneIsOutOfDate() throws {
        let folder = try PairFolder(try TestPair(.p256))
        let store = try CertificateStore([folder.files])
        try folder.write(try TestPair(.p256, notValidAfter: .now - 60))
        guard case .kept(.expired(folder.files.certificateChain, _)) = store.reload()[0].outcome
        else { throw DidNotHappen() }
        try folder.write(try TestPair(.p256, notValidBefore: .now + 60))
        guard case .kept(.notYetValid(folder.files.certificateChain, _)) = store.reload()[0].outcome
        else { throw DidNotHappen() }
    }

    /// An expired pair is shown for want of another, and gives way to any.
    @Test func takesAnExpiredPairForWantOfAnother() throws {
        let folder = try PairFolder(try TestPair(.p256, notValidAfter: .now - 120))
        let log = InMemoryLogHandler()
        var configuration = CertificateStore.Configuration()
        configuration.logger = Logger(label: "test") { _ in log }
        let store = try CertificateStore([folder.files], configuration: configuration)
        #expect(log.entries.map(\.level) == [.warning])
        try folder.write(try TestPair(.p256, notValidAfter: .now - 60))
        #expect(store.reload().map(\.outcome) == [.replaced])
        try folder.write(try TestPair(.p256))
        #expect(store.reload().map(\.outcome) == [.replaced])
    }

    @Test func saysWhyAStoreIsNotMade() throws {
        #expect(throws: CertificateStoreError.noFiles) { _ = try CertificateStore([]) }
        let folder = try PairFolder(try TestPair(.rsa))
        var configuration = CertificateStore.Configuration()
        configuration.checkInterval = .zero
        #expect(throws: CertificateStoreError.invalidInterval) {
            _ = try CertificateStore([folder.files], configuration: configuration)
        }
        try folder.write(privateKey: try TestPair(.otherRSA).keyPEM)
        #expect(
            throws: CertificateStoreError.keyDoesNotFit(
                certificateChain: folder.files.certificateChain,
                privateKey: folder.files.privateKey
            )
        ) { _ = try CertificateStore([folder.files]) }
    }

    /// A failure that stays is a warning once.
    @Test func logsWhatHappens() throws {
        let pair = try TestPair(.rsa)
        let folder = try PairFolder(pair)
        let log = InMemoryLogHandler()
        var configuration = CertificateStore.Configuration()
        configuration.logger = Logger(label: "test") { _ in log }
        let store = try CertificateStore([folder.files], configuration: configuration)
        try folder.write(privateKey: "")
        store.reload()
        store.reload()
        try folder.write(try TestPair(.otherRSA))
        store.reload()
        let levels = log.entries.map(\.level).filter { $0 > .debug }
        #expect(levels == [.warning, .info])
    }

    @Test func errorsSayWhatIsWrong() {
        let error: any Error = CertificateStoreError.keyDoesNotFit(
            certificateChain: "chain.pem",
            privateKey: "key.pem"
        )
        let text = "the key in key.pem is not that of the first certificate in chain.pem"
        #expect("\(error)" == text)
        #expect(error.localizedDescription == text)
    }

    @Test func isAReloaderForOthers() async throws {
        let pairs = [try TestPair(.rsa), try TestPair(.rsa)]
        let folder = try PairFolder(pairs[0])
        let store = try CertificateStore([folder.files])
        let server = try await EchoServer(.makeServerConfiguration(certificateReloader: store))
        try folder.write(pairs[1])
        store.reload()
        #expect(try await shownCertificate(port: server.port) == pairs[1].certificate)
        try await server.close()
    }
}
