// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
public import NIOSSL

extension TLSConfiguration {
    /// A server that shows what the store has at each handshake, by the name that the client asks for.
    public static func makeServerConfiguration(
        certificateStore store: CertificateStore
    ) -> TLSConfiguration {
        let pair = store.pair(forServerName: nil)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: pair.chain,
            privateKey: pair.key
        )
        configuration.setCertificateStore(store)
        return configuration
    }

    /// Has a server's handshakes show what the store has, in place of the configuration's own pair, which
    /// is taken out: with an accelerated key there, NIOSSL would have all pairs sign as RSA keys do.
    public mutating func setCertificateStore(_ store: CertificateStore) {
        certificateChain = []
        privateKey = nil
        sslContextCallback = { values, promise in
            promise.succeed(store.override(forServerName: values.serverHostname))
        }
    }
}

extension CertificateStore {
    /// The first pair, whatever name is asked for: all that a `CertificateReloader` of swift-nio-extras
    /// has, which gRPC Swift takes. If it has an RSA key at first, it may be exchanged for RSA keys only:
    /// such a configuration keeps the first key, and NIOSSL signs as that one does. One line makes the store
    /// a reloader:
    ///
    /// ```swift
    /// extension CertificateStore: @retroactive CertificateReloader {}
    /// ```
    public var sslContextConfigurationOverride: NIOSSLContextConfigurationOverride {
        override(forServerName: nil)
    }
}
