// SPDX-License-Identifier: Apache-2.0

extension TLS13 {
    /// What Derive-Secret makes from the early, the handshake and the master secret (RFC 8446,
    /// section 7.1).
    public struct DerivedSecret: Sendable, Hashable, CaseIterable, CustomStringConvertible {
        private let kind: Kind

        // From the early secret, with the hash of the ClientHello

        /// client_early_traffic_secret.
        public static let clientEarlyTraffic = DerivedSecret(kind: .clientEarlyTraffic)
        /// early_exporter_master_secret.
        public static let earlyExporterMaster = DerivedSecret(kind: .earlyExporterMaster)

        // From the handshake secret, with the hash up to ServerHello

        /// client_handshake_traffic_secret.
        public static let clientHandshakeTraffic = DerivedSecret(kind: .clientHandshakeTraffic)
        /// server_handshake_traffic_secret.
        public static let serverHandshakeTraffic = DerivedSecret(kind: .serverHandshakeTraffic)

        // From the master secret, with the hash up to the server's Finished

        /// client_application_traffic_secret_0.
        public static let clientApplicationTraffic = DerivedSecret(kind: .clientApplicationTraffic)
        /// server_application_traffic_secret_0.
        public static let serverApplicationTraffic = DerivedSecret(kind: .serverApplicationTraffic)
        /// exporter_master_secret.
        public static let exporterMaster = DerivedSecret(kind: .exporterMaster)

        // From the master secret, with the hash up to the client's Finished

        /// resumption_master_secret.
        public static let resumptionMaster = DerivedSecret(kind: .resumptionMaster)

        /// All of them, in the order of RFC 8446, section 7.1.
        public static var allCases: [DerivedSecret] { Kind.allCases.map(DerivedSecret.init) }

        public var description: String { "\(label)" }

        /// The label, without "tls13 ".
        var label: StaticString {
            switch kind {
            case .clientEarlyTraffic: "c e traffic"
            case .earlyExporterMaster: "e exp master"
            case .clientHandshakeTraffic: "c hs traffic"
            case .serverHandshakeTraffic: "s hs traffic"
            case .clientApplicationTraffic: "c ap traffic"
            case .serverApplicationTraffic: "s ap traffic"
            case .exporterMaster: "exp master"
            case .resumptionMaster: "res master"
            }
        }

        private enum Kind: CaseIterable {
            case clientEarlyTraffic, earlyExporterMaster
            case clientHandshakeTraffic, serverHandshakeTraffic
            case clientApplicationTraffic, serverApplicationTraffic, exporterMaster
            case resumptionMaster
        }
    }

    /// Where a pre-shared key comes from, which its binder tells apart.
    public enum PresharedKeyOrigin: Sendable, Hashable, CaseIterable {
        /// Provisioned outside of TLS.
        case external
        /// A ticket of an earlier connection.
        case resumption

        var label: StaticString {
            switch self {
            case .external: "ext binder"
            case .resumption: "res binder"
            }
        }
    }
}
