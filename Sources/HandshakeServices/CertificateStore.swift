// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
public import Logging
public import NIOSSL
private import Synchronization

#if canImport(FoundationEssentials)
private import FoundationEssentials
#else
private import Foundation
#endif

/// The certificates of a server on swift-nio-ssl, read again from their files while it runs.
///
/// ```swift
/// let store = try CertificateStore([
///     CertificateFiles(certificateChain: "chain.pem", privateKey: "key.pem")
/// ])
/// let configuration = TLSConfiguration.makeServerConfiguration(certificateStore: store)
/// ```
///
/// Each handshake shows the pair whose certificate has the server name that the client asks for in its
/// subjectAltName: the name itself, else a wildcard for it. Of two pairs with one name the first is
/// shown, and so it is to clients that ask for another name, or for none.
///
/// The store reads its files when it is made, when ``reload()`` is called, and, while ``run()`` runs, as
/// its configuration says. A handshake that has begun ends with the pair that it began with.
///
/// A pair is exchanged as a whole, or kept: where a file is missing or cut short, where the key is not
/// the certificate's, where a file was written while it was read, and where the new chain has expired, or
/// is not valid yet, and the old one's dates are right. What failed is tried again at the next check.
/// A chain that is cut off between two certificates looks like a shorter one: write it elsewhere and
/// rename it.
///
/// All RSA keys share a batcher.
public final class CertificateStore: Sendable {
    /// How a store works.
    public struct Configuration: Sendable {
        /// The batcher of all RSA keys: one of the store's own, with one thread, if there is none.
        public var batcher: RSABatcher?
        /// How often ``CertificateStore/run()`` looks whether a file has changed (its time of
        /// modification, size, inode or device) and reads those pairs again. It asks for no
        /// notification of the system's, which neither network file systems nor a link that is
        /// exchanged give reliably. Nil: never.
        public var checkInterval: Duration? = .seconds(60)
        /// How often it reads all files again, changed or not. Nil: never.
        public var reloadInterval: Duration?
        /// Whether it reads all files again when the process gets SIGHUP, which ends a process that
        /// does not listen to it. Nothing else of the process may listen to that signal.
        public var reloadsOnHangUp = false
        /// Hears what was exchanged (info), and what was kept and why (warning, once for each reason).
        public var logger = Logger(label: "HandshakeServices.CertificateStore")

        /// Files are looked at each minute.
        public init() {}
    }

    private struct Entry: Sendable {
        let files: CertificateFiles
        var pair: CertificatePair
        /// What the files were when the pair was read.
        var fileStates: FileStates
        /// Why the pair was kept when the files were last read.
        var failure: CertificateStoreError?

        var certificate: ServedCertificate { ServedCertificate(files, pair) }
        var mayHaveChanged: Bool { failure != nil || FileStates(files) != fileStates }
    }

    private struct State: Sendable {
        var entries: [Entry]
        var names: ServerNameTable

        init(_ entries: [Entry]) {
            self.entries = entries
            names = ServerNameTable(entries.map(\.pair.serverNames))
        }
    }

    /// The batcher of all RSA keys.
    public let batcher: RSABatcher

    let configuration: Configuration
    private let state: Mutex<State>
    /// Held while files are read, so that two reloads do not mix. Handshakes never wait for it.
    private let reloading = Mutex(())

    /// Reads all pairs. Throws the ``CertificateStoreError`` of the first that cannot be shown. A chain
    /// that has expired, or is not valid yet, is taken, with a warning: there is no better one.
    public init(
        _ files: [CertificateFiles],
        configuration: Configuration = Configuration()
    ) throws(CertificateStoreError) {
        guard !files.isEmpty else { throw .noFiles }
        guard
            [configuration.checkInterval, configuration.reloadInterval]
                .allSatisfy({ $0.map { $0 > .zero } ?? true })
        else { throw .invalidInterval }
        self.configuration = configuration
        batcher = if let batcher = configuration.batcher { batcher } else { try Self.ownBatcher() }
        var entries: [Entry] = []
        for files in files {
            let fileStates = FileStates(files)
            let pair = try CertificatePair(files, batcher: batcher)
            if let fault = pair.fault(at: .now, in: files) {
                configuration.logger.warning("certificate is shown for want of another: \(fault)")
            }
            entries.append(Entry(files: files, pair: pair, fileStates: fileStates))
        }
        state = Mutex(State(entries))
    }

    /// What new handshakes show, in the order of the files.
    public var certificates: [ServedCertificate] {
        state.withLock { $0.entries }.map(\.certificate)
    }

    /// The pair for a server name; the first one for a name that no certificate has, and without one.
    public func override(forServerName serverName: String?) -> NIOSSLContextConfigurationOverride {
        let pair = pair(forServerName: serverName)
        var override = NIOSSLContextConfigurationOverride()
        override.certificateChain = pair.chain
        override.privateKey = pair.key
        return override
    }

    func pair(forServerName serverName: String?) -> CertificatePair {
        state.withLock { state in
            state.entries[serverName.flatMap { state.names.index(for: $0) } ?? 0].pair
        }
    }

    /// Reads all files again, and says for each pair, in their order, what came of it. On the caller's
    /// thread, which should be no event loop.
    @discardableResult
    public func reload() -> [CertificateReload] {
        reload { _ in true }
    }

    /// The same for the pairs that may have changed, or that were kept.
    func reloadChanged() {
        reload { $0.mayHaveChanged }
    }

    @discardableResult
    private func reload(where isWanted: (Entry) -> Bool) -> [CertificateReload] {
        reloading.withLock { _ in
            var entries = state.withLock { $0.entries }
            var reloads: [CertificateReload] = []
            for index in entries.indices where isWanted(entries[index]) {
                let outcome = renew(&entries[index])
                reloads.append(
                    CertificateReload(certificate: entries[index].certificate, outcome: outcome)
                )
            }
            let state = State(entries)
            self.state.withLock { $0 = state }
            return reloads
        }
    }

    private func renew(_ entry: inout Entry) -> CertificateReload.Outcome {
        do throws(CertificateStoreError) {
            let isNew = try read(&entry)
            entry.failure = nil
            if isNew { log(entry.certificate) }
            return isNew ? .replaced : .unchanged
        } catch {
            let isKnown = entry.failure == error
            entry.failure = error
            configuration.logger.log(
                level: isKnown ? .debug : .warning,
                "certificate kept: \(error)",
                metadata: ["server_names": "\(entry.pair.serverNames.joined(separator: " "))"]
            )
            return .kept(error)
        }
    }

    /// Whether the files hold something new, which then is in the entry.
    private func read(_ entry: inout Entry) throws(CertificateStoreError) -> Bool {
        let files = entry.files
        let fileStates = FileStates(files)
        let pair = try CertificatePair(files, batcher: batcher)
        let laterStates = FileStates(files)
        guard laterStates.certificateChain == fileStates.certificateChain else {
            throw .changedWhileRead(path: files.certificateChain)
        }
        guard laterStates.privateKey == fileStates.privateKey else {
            throw .changedWhileRead(path: files.privateKey)
        }
        let isNew = !pair.isSame(as: entry.pair)
        let now = Date.now
        if isNew, let fault = pair.fault(at: now, in: files),
            entry.pair.fault(at: now, in: files) == nil
        {
            throw fault
        }
        entry.fileStates = fileStates
        if isNew { entry.pair = pair }
        return isNew
    }

    private func log(_ certificate: ServedCertificate) {
        configuration.logger.info(
            "certificate replaced",
            metadata: [
                "certificate_chain": "\(certificate.files.certificateChain)",
                "server_names": "\(certificate.serverNames.joined(separator: " "))",
                "not_valid_after": "\(certificate.notValidAfter.formatted(.iso8601))",
            ]
        )
    }

    private static func ownBatcher() throws(CertificateStoreError) -> RSABatcher {
        do throws(RSABatcherError) {
            return try RSABatcher()
        } catch {
            throw .batcher(error)
        }
    }
}
