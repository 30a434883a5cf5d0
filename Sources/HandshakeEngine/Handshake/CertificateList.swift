// SPDX-License-Identifier: Apache-2.0

private import SwiftASN1
private import Synchronization
internal import X509

/// A peer's certificates, leaf first. Those of a session that is resumed without being verified
/// again are parsed when somebody asks for them.
final class CertificateList: Sendable {
    private let state: Mutex<State>

    private enum State {
        case parsed([Certificate])
        /// In DER, parsed once before: by the handshake that made the session.
        case encoded([[UInt8]])
    }

    init(_ certificates: [Certificate]) { state = Mutex(.parsed(certificates)) }

    init(derEncoded bytes: [[UInt8]]) { state = Mutex(.encoded(bytes)) }

    /// Empty if one cannot be read: nobody is taken for the owner of a part of a list.
    var certificates: [Certificate] {
        state.withLock { state in
            switch state {
            case .parsed(let certificates): return certificates
            case .encoded(let bytes):
                let certificates = (try? bytes.map { try Certificate(derEncoded: $0) }) ?? []
                state = .parsed(certificates)
                return certificates
            }
        }
    }
}

extension CertificateList: Hashable {
    static func == (left: CertificateList, right: CertificateList) -> Bool {
        left.certificates == right.certificates
    }

    func hash(into hasher: inout Hasher) { hasher.combine(certificates) }
}
