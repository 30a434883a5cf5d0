// SPDX-License-Identifier: Apache-2.0

private import CPeers
public import Measurement

/// The other libraries: which of them are here, and why the rest is not.
public final class Peers {
    /// The names that `--peers` knows, besides those given with `--peer`.
    public static let knownNames = [
        "openssl", "openssl-hmac", "swift-crypto", "boringssl", "gmp", "ipsec-mb", "nio-ssl",
    ]

    let libraries: [Libcrypto]
    let cryptoMBs: [CryptoMB]
    /// Peers that were asked for and cannot be measured.
    public let missing: [ResultFile.MissingPeer]
    /// Those of them that were given by paths at which there is no such library.
    public let wronglyGiven: [ResultFile.MissingPeer]
    private let selected: Set<String>?

    /// Loads the peers. `selected`: only these (nil: all). `additional`: further libcryptos, or crypto_mb,
    /// always measured.
    public init(selected: Set<String>? = nil, additional: [AdditionalPeer] = []) {
        self.selected = selected
        var libraries: [Libcrypto] = []
        var cryptoMBs: [CryptoMB] = []
        var missing: [ResultFile.MissingPeer] = []
        var wronglyGiven: [ResultFile.MissingPeer] = []
        func miss(_ name: String, _ reason: String, isWronglyGiven: Bool = false) {
            missing.append(.init(implementation: name, reason: reason))
            if isWronglyGiven { wronglyGiven.append(missing[missing.count - 1]) }
        }
        func load(
            _ name: String,
            from paths: [String],
            debianPackage: String? = nil,
            given peer: AdditionalPeer? = nil
        ) {
            var reason = ""
            for path in paths {
                switch Libcrypto.open(name: name, path: path, libsslPath: peer?.libsslPath) {
                case .success(var library):
                    if let debianPackage, let version = Versions.debian(debianPackage) {
                        library.version += ", \(debianPackage) \(version)"
                    }
                    libraries.append(library)
                    if case .failure(let error) = library.libssl {
                        miss(
                            name,
                            "handshakes: \(error.description)",
                            isWronglyGiven: peer?.libsslPath != nil
                        )
                    }
                    return
                case .failure(let error):
                    reason = reason.isEmpty ? error.description : reason
                }
            }
            miss(name, reason, isWronglyGiven: peer != nil)
        }
        func isSelected(_ name: String) -> Bool { selected?.contains(name) ?? true }
        if isSelected("openssl") || isSelected("openssl-hmac") {
            load("openssl", from: Self.systemLibcrypto)
        }
        if isSelected("boringssl") {
            let before = libraries.count
            // It says no version of its own.
            load(
                "boringssl",
                from: Self.androidLibcrypto,
                debianPackage: "android-libboringssl"
            )
            if libraries.count == before {
                missing[missing.count - 1].reason += " (Debian: android-libboringssl)"
            }
        }
        for peer in additional {
            guard CryptoMB.isAt(peer.path) else {
                load(peer.name, from: [peer.path], given: peer)
                continue
            }
            guard peer.libsslPath == nil else {
                miss(peer.name, "\(peer.path) is crypto_mb: no libssl is its", isWronglyGiven: true)
                continue
            }
            switch CryptoMB.open(name: peer.name, path: peer.path) {
            case .success(let library): cryptoMBs.append(library)
            // It is one, and this CPU is not for it.
            case .failure(let error): miss(peer.name, error.description)
            }
        }
        if isSelected("ipsec-mb"), let reason = IPSecMB.missingReason { miss("ipsec-mb", reason) }
        self.libraries = libraries
        self.cryptoMBs = cryptoMBs
        self.missing = missing
        self.wronglyGiven = wronglyGiven
    }

    /// Whether an implementation is wanted: ours always is.
    func isWanted(_ implementation: String) -> Bool {
        guard let selected, !ResultFile.Measurement.isOurs(implementation) else { return true }
        return selected.contains(implementation) || !Self.knownNames.contains(implementation)
    }

    private static let systemLibcrypto = [
        "libcrypto.so.3", "libcrypto.so.4", "libcrypto.so", "/opt/homebrew/lib/libcrypto.3.dylib",
        "/usr/local/lib/libcrypto.3.dylib",
    ]

    private static let androidLibcrypto = [
        "/usr/lib/x86_64-linux-gnu/android/libcrypto.so.0",
        "/usr/lib/aarch64-linux-gnu/android/libcrypto.so.0",
    ]
}

/// A loaded libcrypto.
@safe struct Libcrypto {
    let name: String
    var version: String
    let path: String
    let features: Features
    let handle: OpaquePointer
    /// Beside it or where it was said to be, or the reason why there is none.
    let libssl: Result<Libssl, OperationFailed>

    struct Features: OptionSet {
        let rawValue: UInt32
        static let cipher = Features(rawValue: UInt32(PEER_HAS_EVP_CIPHER))
        static let aead = Features(rawValue: UInt32(PEER_HAS_EVP_AEAD))
        static let kdf = Features(rawValue: UInt32(PEER_HAS_EVP_KDF))
        static let hmac = Features(rawValue: UInt32(PEER_HAS_HMAC))
        static let hkdfExpand = Features(rawValue: UInt32(PEER_HAS_HKDF_EXPAND))
        static let rsa = Features(rawValue: UInt32(PEER_HAS_RSA))
        static let tlsPadding = Features(rawValue: UInt32(PEER_HAS_TLS_PADDING))
    }

    static func open(
        name: String,
        path: String,
        libsslPath: String?
    ) -> Result<Libcrypto, OperationFailed> {
        unsafe withErrorText { text, capacity in
            unsafe peer_libcrypto_open(path, text, capacity)
        }.map { handle in
            unsafe Libcrypto(
                name: name,
                version: String(cString: peer_libcrypto_version(handle)),
                path: String(cString: peer_libcrypto_path(handle)),
                features: Features(rawValue: peer_libcrypto_features(handle)),
                handle: handle,
                libssl: Libssl.open(handle, path: libsslPath)
            )
        }
    }
}

enum IPSecMB {
    static let version: Result<String, OperationFailed> = unsafe withErrorText { text, capacity in
        unsafe peer_ipsec_mb_version(text, capacity)
    }.map { unsafe String(cString: $0) }

    static var missingReason: String? {
        guard case .failure(let error) = version else { return nil }
        return error.description + " (Debian, x86_64: libipsec-mb-dev)"
    }
}

/// What `body` returns, or the text that it wrote where it returned nil.
func withErrorText<Value>(
    _ body: (UnsafeMutablePointer<CChar>, Int) -> Value?
) -> Result<Value, OperationFailed> {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        unsafe buffer.initialize(repeating: 0)
        if let value = unsafe body(buffer.baseAddress!, buffer.count) { return .success(value) }
        return unsafe .failure(OperationFailed(description: String(cString: buffer.baseAddress!)))
    }
}
