// SPDX-License-Identifier: Apache-2.0

/// What a record carries (RFC 5246, 6.2.1; RFC 8446, 5.1).
public enum ContentType: UInt8, Sendable, CaseIterable {
    /// Never protected in TLS 1.3.
    case changeCipherSpec = 20
    /// An alert.
    case alert = 21
    /// Handshake messages, or parts of them.
    case handshake = 22
    /// The application's bytes; in TLS 1.3, the outside of every protected record.
    case applicationData = 23
}
