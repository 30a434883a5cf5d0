// SPDX-License-Identifier: Apache-2.0

internal import CPeers
private import Crypto
private import Foundation

/// The inputs of a derivation, the same for every implementation.
struct DerivationInput {
    let hashBitCount: Int
    let secret: [UInt8]
    /// PRF: the label and the seed. HKDF: empty, and HkdfLabel (RFC 8446 7.1).
    let label: [UInt8]
    let seed: [UInt8]
    let outputByteCount: Int

    static func bytes(_ count: Int, from start: UInt8) -> [UInt8] {
        (0..<count).map { start &+ UInt8(truncatingIfNeeded: $0 &* 13) }
    }

    static let clientRandom = bytes(32, from: 3)
    static let serverRandom = bytes(32, from: 101)
    /// Both, to be taken once: a global asks at each use whether it has been made.
    static var randoms: (client: [UInt8], server: [UInt8]) { (clientRandom, serverRandom) }
    static let premasterSecret = [3, 3] + bytes(46, from: 29)
    static let masterSecret = bytes(48, from: 77)

    /// RFC 5246 8.1: 48 bytes from a 48-byte premaster secret.
    static func masterSecret(hashBitCount: Int) -> Self {
        Self(
            hashBitCount: hashBitCount,
            secret: premasterSecret,
            label: Array("master secret".utf8),
            seed: clientRandom + serverRandom,
            outputByteCount: 48
        )
    }

    /// RFC 5246 6.3: the 40 bytes of AES_128_GCM, two keys and two salts.
    static let keyBlock = Self(
        hashBitCount: 256,
        secret: masterSecret,
        label: Array("key expansion".utf8),
        seed: serverRandom + clientRandom,
        outputByteCount: 40
    )

    static let expandLabel = "c hs traffic"

    /// RFC 8446 7.1: Derive-Secret(secret, "c hs traffic", transcript hash).
    static func deriveSecret(hashBitCount: Int) -> Self {
        let byteCount = hashBitCount / 8
        let label = Array("tls13 \(expandLabel)".utf8)
        let context = transcriptHash(hashBitCount: hashBitCount)
        return Self(
            hashBitCount: hashBitCount,
            secret: bytes(byteCount, from: 51),
            label: [],
            seed: [0, UInt8(byteCount), UInt8(label.count)] + label + [UInt8(byteCount)] + context,
            outputByteCount: byteCount
        )
    }

    static func transcriptHash(hashBitCount: Int) -> [UInt8] { bytes(hashBitCount / 8, from: 9) }

    func withPeerInput<Result>(_ body: (peer_kdf_input) -> Result) -> Result {
        unsafe secret.withUnsafeBufferPointer { secret in
            unsafe label.withUnsafeBufferPointer { label in
                unsafe seed.withUnsafeBufferPointer { seed in
                    unsafe body(
                        peer_kdf_input(
                            hash_bits: Int32(hashBitCount),
                            secret: secret.baseAddress,
                            secret_byte_count: secret.count,
                            label: label.baseAddress,
                            label_byte_count: label.count,
                            seed: seed.baseAddress,
                            seed_byte_count: seed.count,
                            output_byte_count: outputByteCount
                        )
                    )
                }
            }
        }
    }
}

extension Catalogue {
    /// The TLS 1.2 PRF and HKDF-Expand-Label.
    static func keyDerivation(peers: Peers) -> [Workload] {
        // Counts: docs/measuring.md.
        let sha256Prf = Work.sha256(compressions: 13)
        let sha384Prf = Work.sha512(compressions: 7)
        let sha256 = DerivationInput.masterSecret(hashBitCount: 256)
        let sha384 = DerivationInput.masterSecret(hashBitCount: 384)
        return [
            prf(
                "prf-sha256-master-secret",
                sha256,
                sha256Prf,
                peers,
                ours: ourMasterSecret(sha256)
            ),
            prf(
                "prf-sha384-master-secret",
                sha384,
                sha384Prf,
                peers,
                ours: ourMasterSecret(sha384)
            ),
            prf(
                "prf-sha256-master-secret-batch16",
                sha256,
                sha256Prf,
                peers,
                batchCount: 16,
                ours: ourMasterSecrets(sha256, count: 16)
            ),
            prf(
                "prf-sha384-master-secret-batch8",
                sha384,
                sha384Prf,
                peers,
                batchCount: 8,
                ours: ourMasterSecrets(sha384, count: 8)
            ),
            prf("prf-sha256-key-block", .keyBlock, sha256Prf, peers, ours: ourKeyBlock(.keyBlock)),
            hkdf("hkdf-sha256-expand-label", hashBitCount: 256, .sha256(compressions: 4), peers),
            hkdf("hkdf-sha384-expand-label", hashBitCount: 384, .sha512(compressions: 4), peers),
        ]
    }

    private static func prf(
        _ id: String,
        _ input: DerivationInput,
        _ work: Work,
        _ peers: Peers,
        batchCount: Int = 1,
        ours: Candidate
    ) -> Workload {
        let singles = batchCount > 1 ? "; no batch call: one after the other" : ""
        var candidates = [ours]
        for library in peers.libraries {
            if library.features.contains(.kdf) {
                let calls = "EVP_KDF_CTX_reset; EVP_KDF_derive (EVP_KDF_fetch TLS1-PRF once)"
                candidates.append(
                    kdf(library.name, library, PEER_KDF_EVP, calls + singles, input)
                )
            }
            if library.features.contains(.hmac) {
                // Where EVP_KDF is the library's own way, this is a second implementation.
                let name = library.name + (library.features.contains(.kdf) ? "-hmac" : "")
                let calls = "P_hash by HMAC_Init_ex (key once a call), HMAC_Update, HMAC_Final"
                candidates.append(kdf(name, library, PEER_KDF_HMAC, calls + singles, input))
            }
        }
        candidates.append(swiftCryptoPRF(input, singles))
        return Workload(id: id, work: work, candidates: candidates)
    }

    private static func hkdf(
        _ id: String,
        hashBitCount: Int,
        _ work: Work,
        _ peers: Peers
    ) -> Workload {
        let input = DerivationInput.deriveSecret(hashBitCount: hashBitCount)
        var candidates = [ourExpandLabel(input)]
        for library in peers.libraries {
            if library.features.contains(.hkdfExpand) {
                let calls = "HKDF_expand (HkdfLabel made once)"
                candidates.append(
                    kdf(library.name, library, PEER_KDF_HKDF, calls, input, PEER_DERIVE_HKDF_EXPAND)
                )
            } else if library.features.contains(.kdf) {
                let calls =
                    "EVP_KDF_CTX_reset; EVP_KDF_derive (EVP_KDF_fetch HKDF, EXPAND_ONLY, once; "
                    + "HkdfLabel made once)"
                candidates.append(
                    kdf(library.name, library, PEER_KDF_EVP, calls, input, PEER_DERIVE_HKDF_EXPAND)
                )
            }
            if library.features.isSuperset(of: [.kdf, .hmac]) {
                let calls = "HMAC_Init_ex; HMAC_Update; HMAC_Update; HMAC_Final (HkdfLabel once)"
                candidates.append(
                    kdf(
                        library.name + "-hmac",
                        library,
                        PEER_KDF_HMAC,
                        calls,
                        input,
                        PEER_DERIVE_HKDF_EXPAND
                    )
                )
            }
        }
        candidates.append(swiftCryptoHKDF(input))
        return Workload(id: id, work: work, candidates: candidates)
    }

    private static func kdf(
        _ name: String,
        _ library: Libcrypto,
        _ style: peer_kdf_style,
        _ calls: String,
        _ input: DerivationInput,
        _ derivation: peer_derivation = PEER_DERIVE_TLS12_PRF
    ) -> Candidate {
        Candidate(name, calls: calls) {
            let handle = unsafe input.withPeerInput { input in
                unsafe withUnsafePointer(to: input) {
                    unsafe peer_libcrypto_kdf(library.handle, style, derivation, $0)
                }
            }
            return unsafe PeerOperation(handle, name: name)?.operation(version: library.version)
        }
    }

    // MARK: swift-crypto

    private static func swiftCryptoPRF(_ input: DerivationInput, _ singles: String) -> Candidate {
        let calls = "P_hash by HMAC<SHA\(input.hashBitCount)>(key:), copied for each use"
        return Candidate("swift-crypto", calls: calls + singles) {
            input.hashBitCount == 256
                ? swiftCryptoPRF(input, SHA256.self) : swiftCryptoPRF(input, SHA384.self)
        }
    }

    private static func swiftCryptoPRF<Hash: HashFunction>(
        _ input: DerivationInput,
        _: Hash.Type
    ) -> Operation {
        let key = SymmetricKey(data: input.secret)
        let seed = Data(input.label + input.seed)
        func derive() -> Data {
            let keyed = HMAC<Hash>(key: key)
            func authenticate(_ parts: Data...) -> Data {
                var state = keyed
                for part in parts { state.update(data: part) }
                return Data(state.finalize())
            }
            var output = Data()
            var a = authenticate(seed)
            while output.count < input.outputByteCount {
                output += authenticate(a, seed)
                if output.count < input.outputByteCount { a = authenticate(a) }
            }
            return output.prefix(input.outputByteCount)
        }
        return Operation(
            version: swiftCryptoVersion,
            run: { calls in for _ in 0..<calls { _ = derive() } },
            result: { [UInt8](derive()) }
        )
    }

    private static func swiftCryptoHKDF(_ input: DerivationInput) -> Candidate {
        let calls = "HKDF.expand(pseudoRandomKey:info:outputByteCount:) (HkdfLabel once)"
        return Candidate("swift-crypto", calls: calls) {
            input.hashBitCount == 256
                ? swiftCryptoHKDF(input, SHA256.self) : swiftCryptoHKDF(input, SHA384.self)
        }
    }

    private static func swiftCryptoHKDF<Hash: HashFunction>(
        _ input: DerivationInput,
        _: Hash.Type
    ) -> Operation {
        let key = SymmetricKey(data: input.secret)
        let info = Data(input.seed)
        func derive() -> SymmetricKey {
            HKDF<Hash>.expand(
                pseudoRandomKey: key,
                info: info,
                outputByteCount: input.outputByteCount
            )
        }
        return Operation(
            version: swiftCryptoVersion,
            run: { calls in for _ in 0..<calls { _ = derive() } },
            result: { unsafe derive().withUnsafeBytes { unsafe [UInt8]($0) } }
        )
    }
}
