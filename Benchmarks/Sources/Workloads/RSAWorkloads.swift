// SPDX-License-Identifier: Apache-2.0

internal import CPeers
private import Crypto
private import CryptoExtras
private import Foundation

extension Catalogue {
    static let batchCount = 8

    /// Every workload of RSA with that key.
    static func rsa(peers: Peers, key: BenchmarkKey) throws -> [Workload] {
        let name = "rsa\(key.bitCount)"
        let singles = "; no batch call: one after the other"
        let ours = try OurRSA(key: key)
        let isPublicExponentF4 = key.e == [1, 0, 1]
        let privateWork = Work.rsaPrivate(bitCount: key.bitCount)
        let publicWork: Work =
            isPublicExponentF4 ? .rsaPublic(bitCount: key.bitCount) : .uncounted
        func raw(_ kind: peer_rsa_kind, _ suffix: String) -> [Candidate] {
            libcryptos(peers, kind, key, key.message, suffix) + gmp(kind, key, suffix)
        }
        return [
            Workload(
                id: "\(name)-private",
                work: privateWork,
                candidates: ours.privateOperation() + raw(PEER_RSA_PRIVATE, "")
                    + swiftCryptoPrivate(key, "")
            ),
            Workload(
                id: "\(name)-private-batch\(batchCount)",
                work: privateWork,
                candidates: ours.privateBatch() + raw(PEER_RSA_PRIVATE, singles)
                    + swiftCryptoPrivate(key, singles) + cryptoMB(peers, key)
            ),
            Workload(
                id: "\(name)-public",
                work: publicWork,
                candidates: ours.publicOperation() + raw(PEER_RSA_PUBLIC, "")
            ),
            Workload(
                id: "\(name)-public-batch\(batchCount)",
                work: publicWork,
                candidates: ours.publicBatch() + raw(PEER_RSA_PUBLIC, singles)
            ),
            Workload(
                id: "\(name)-sign-pss",
                work: privateWork,
                accepts: ours.acceptsPSS,
                candidates: ours.signPSS()
                    + libcryptos(peers, PEER_RSA_SIGN_PSS_SHA256, key, OurRSA.digest, "")
                    + swiftCryptoSignPSS(key)
            ),
            Workload(
                id: "\(name)-decrypt-premaster",
                work: privateWork,
                candidates: try ours.decryptPremaster()
                    + libcryptos(
                        peers,
                        PEER_RSA_DECRYPT_PREMASTER,
                        key,
                        try ours.encryptedPremaster(),
                        ""
                    )
            ),
        ]
            + nioHandshakes(key: key)
            + batchers(
                key: key,
                ours: ours,
                peers: libcryptos(
                    peers,
                    PEER_RSA_PRIVATE,
                    key,
                    key.message,
                    "; no batcher: single operations on one thread"
                )
            )
    }

    private static func libcryptos(
        _ peers: Peers,
        _ kind: peer_rsa_kind,
        _ key: BenchmarkKey,
        _ input: [UInt8],
        _ suffix: String
    ) -> [Candidate] {
        peers.libraries.map { library in
            Candidate(library.name, calls: calls(library, kind) + suffix) {
                let der = key.pkcs1
                let handle = unsafe der.withUnsafeBufferPointer { der in
                    unsafe input.withUnsafeBufferPointer { input in
                        unsafe peer_libcrypto_rsa(
                            library.handle,
                            kind,
                            der.baseAddress,
                            der.count,
                            input.baseAddress,
                            input.count
                        )
                    }
                }
                return unsafe PeerOperation(handle, name: library.name)?
                    .operation(version: library.version)
            }
        }
    }

    private static func calls(_ library: Libcrypto, _ kind: peer_rsa_kind) -> String {
        switch kind {
        case PEER_RSA_PRIVATE: "EVP_PKEY_decrypt, RSA_NO_PADDING (key, context once)"
        case PEER_RSA_PUBLIC: "EVP_PKEY_encrypt, RSA_NO_PADDING (key, context once)"
        case PEER_RSA_SIGN_PSS_SHA256:
            "EVP_PKEY_sign of a SHA-256 digest, PSS, salt of 32 bytes (key, context once)"
        default:
            library.features.contains(.tlsPadding)
                ? "EVP_PKEY_decrypt, RSA_PKCS1_WITH_TLS_PADDING (key, context once)"
                : "EVP_PKEY_decrypt, RSA_PKCS1_PADDING (key, context once)"
        }
    }

    private static func gmp(
        _ kind: peer_rsa_kind,
        _ key: BenchmarkKey,
        _ suffix: String
    ) -> [Candidate] {
        let calls =
            kind == PEER_RSA_PRIVATE
            ? "mpn_sec_powm twice and the CRT, no blinding, no check" : "mpz_powm_ui"
        return [
            Candidate("gmp", calls: calls + suffix) {
                gmpOperation(kind, key: key, input: key.message)
            }
        ]
    }

    private static func cryptoMB(_ peers: Peers, _ key: BenchmarkKey) -> [Candidate] {
        peers.cryptoMBs.map { library in
            Candidate(
                library.name,
                calls: "mbx_rsa_private_crt_mb8, one key in all places (method, buffer once), no "
                    + "blinding, no check"
            ) {
                library.privateBatch(key: key)
            }
        }
    }

    // MARK: swift-crypto

    /// swift-crypto has no bare private operation: a PKCS #1 v1.5 signature of a digest is the same
    /// exponentiation and next to nothing else. Its result is therefore another one.
    private static func swiftCryptoPrivate(_ key: BenchmarkKey, _ suffix: String) -> [Candidate] {
        [
            swiftCryptoSign(
                key,
                .insecurePKCS1v1_5,
                "_RSA.Signing.PrivateKey.signature(for: digest, padding: .insecurePKCS1v1_5): there is "
                    + "no bare private operation" + suffix,
                isBareOperation: true
            )
        ]
    }

    private static func swiftCryptoSignPSS(_ key: BenchmarkKey) -> [Candidate] {
        [
            swiftCryptoSign(
                key,
                .PSS,
                "_RSA.Signing.PrivateKey.signature(for: digest, padding: .PSS)",
                isBareOperation: false
            )
        ]
    }

    private static func swiftCryptoSign(
        _ key: BenchmarkKey,
        _ padding: _RSA.Signing.Padding,
        _ calls: String,
        isBareOperation: Bool
    ) -> Candidate {
        Candidate("swift-crypto", calls: calls) {
            let signer = try _RSA.Signing.PrivateKey(unsafeDERRepresentation: Data(key.pkcs1))
            let digest = SHA256.hash(data: OurRSA.message)
            return Operation(
                version: swiftCryptoVersion,
                run: { calls in
                    for _ in 0..<calls { _ = try signer.signature(for: digest, padding: padding) }
                },
                result: isBareOperation
                    ? nil
                    : {
                        let signature = try signer.signature(for: digest, padding: padding)
                        return [UInt8](signature.rawRepresentation)
                    }
            )
        }
    }
}

/// An operation of plain GMP. nil: the key's halves are not of equal length, in whole limbs.
func gmpOperation(_ kind: peer_rsa_kind, key: BenchmarkKey, input: [UInt8]) -> Operation? {
    let handle = unsafe key.withCRTNumbers { numbers in
        unsafe input.withUnsafeBufferPointer { input in
            unsafe peer_gmp_rsa(kind, numbers, input.baseAddress, input.count)
        }
    }
    return unsafe PeerOperation(handle, name: "gmp")?
        .operation(version: String(cString: peer_gmp_version()))
}
