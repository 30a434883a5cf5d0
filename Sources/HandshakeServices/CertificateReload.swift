// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A certificate that a store shows.
public struct ServedCertificate: Sendable {
    /// The files that it is from.
    public let files: CertificateFiles
    /// The DNS names of its subjectAltName, in lower case, wildcards included.
    public let serverNames: [String]
    /// When the first certificate of its chain expires.
    public let notValidAfter: Date

    init(_ files: CertificateFiles, _ pair: CertificatePair) {
        self.files = files
        serverNames = pair.serverNames
        notValidAfter = pair.notValidAfter
    }
}

/// What came of reading a pair of files again.
public struct CertificateReload: Sendable {
    /// What became of the pair.
    #if hasAttribute(nonexhaustive)
    @nonexhaustive
    #endif
    public enum Outcome: Equatable, Sendable {
        /// New handshakes show what the files hold now.
        case replaced
        /// The files hold what is shown already.
        case unchanged
        /// What was shown is kept: why.
        case kept(CertificateStoreError)
    }

    /// What new handshakes show.
    public let certificate: ServedCertificate
    /// How that came about.
    public let outcome: Outcome
}
