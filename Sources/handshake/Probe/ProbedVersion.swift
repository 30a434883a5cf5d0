// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine

extension TLSProtocolVersion {
    /// SSL 3.0 (RFC 6101)
    static let ssl3 = TLSProtocolVersion(rawValue: 0x0300)

    /// What `probe` asks for, oldest first.
    static let probed: [TLSProtocolVersion] = [.ssl3, .tls10, .tls11, .tls12, .tls13]

    /// RFC 7568 forbids SSL 3.0, RFC 8996 TLS 1.0 and 1.1.
    var isOld: Bool { self < .tls12 }
}
