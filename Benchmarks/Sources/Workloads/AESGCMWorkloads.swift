// SPDX-License-Identifier: Apache-2.0

internal import CPeers
private import Crypto
private import Foundation

/// The inputs that every implementation of an AES-GCM workload starts from.
struct AESGCMInput {
    static let nonceByteCount = 12

    let keyBitCount: Int
    let byteCount: Int

    var key: [UInt8] { (0..<keyBitCount / 8).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) } }
    let nonce: [UInt8] = (0..<nonceByteCount).map { UInt8($0 * 3 + 5) }
    /// TLS 1.2's implicit part of the nonce.
    var implicitNonce: [UInt8] { Array(nonce.prefix(4)) }
    let additionalData: [UInt8] = (0..<13).map { UInt8($0 * 11 + 2) }
    var payload: [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ ($0 >> 8)) }
    }

    /// Calls `body` with this input as the C peers take it.
    func withPeerInput<Result>(_ body: (peer_gcm_input) -> Result) -> Result {
        let key = key
        let payload = payload
        return unsafe key.withUnsafeBufferPointer { key in
            unsafe nonce.withUnsafeBufferPointer { nonce in
                unsafe additionalData.withUnsafeBufferPointer { additionalData in
                    unsafe payload.withUnsafeBufferPointer { payload in
                        unsafe body(
                            peer_gcm_input(
                                key: key.baseAddress,
                                key_byte_count: key.count,
                                nonce: nonce.baseAddress,
                                additional_data: additionalData.baseAddress,
                                payload: payload.baseAddress,
                                payload_byte_count: payload.count
                            )
                        )
                    }
                }
            }
        }
    }
}

extension Catalogue {
    /// `aes<bits>gcm-seal-<size>`, `-open-<size>` and `-seal-<size>-dependent`.
    static func aesGCM(peers: Peers) -> [Workload] {
        var workloads: [Workload] = []
        for keyBitCount in aesKeyBitCounts {
            for (verb, suffix, mode) in [
                ("seal", "", PEER_GCM_SEAL), ("open", "", PEER_GCM_OPEN),
                ("seal", "-dependent", PEER_GCM_SEAL_DEPENDENT),
            ] {
                for byteCount in recordByteCounts {
                    let input = AESGCMInput(keyBitCount: keyBitCount, byteCount: byteCount)
                    workloads.append(
                        Workload(
                            id: "aes\(keyBitCount)gcm-\(verb)-\(byteCount)\(suffix)",
                            byteCount: byteCount,
                            work: .gcm(keyBitCount: keyBitCount, byteCount: byteCount),
                            candidates: [ourGCM(mode, input)]
                                + gcmPeers(peers, mode: mode, input: input)
                                + (mode == PEER_GCM_SEAL ? [swiftCryptoSeal(input)] : [])
                                + (mode == PEER_GCM_OPEN ? [swiftCryptoOpen(input)] : [])
                        )
                    )
                }
            }
        }
        return workloads
    }

    private static func ourGCM(_ mode: peer_gcm_mode, _ input: AESGCMInput) -> Candidate {
        switch mode {
        case PEER_GCM_OPEN: ourOpen(input)
        case PEER_GCM_SEAL_DEPENDENT: ourDependentSeal(input)
        default: ourSeal(input)
        }
    }

    /// The C peers of an AES-GCM or record workload.
    static func gcmPeers(
        _ peers: Peers,
        mode: peer_gcm_mode,
        input: AESGCMInput,
        note: String = ""
    ) -> [Candidate] {
        var candidates = peers.libraries.map { library in
            Candidate(library.name, calls: gcmCalls(library, mode: mode) + note) {
                let handle = unsafe input.withPeerInput { input in
                    unsafe withUnsafePointer(to: input) {
                        unsafe peer_libcrypto_gcm(library.handle, mode, $0)
                    }
                }
                return unsafe PeerOperation(handle, name: library.name)?
                    .operation(version: library.version)
            }
        }
        if case .success(let version) = IPSecMB.version {
            candidates.append(
                Candidate(
                    "ipsec-mb",
                    calls: "IMB_AES\(input.keyBitCount)_GCM_\(isOpen(mode) ? "DEC" : "ENC") "
                        + "(init_mb_mgr_auto and IMB_AES\(input.keyBitCount)_GCM_PRE once)"
                        + (isOpen(mode) ? ", tags compared by the caller" : "")
                        + around(mode) + note
                ) {
                    let handle = unsafe input.withPeerInput { input in
                        unsafe withErrorText { text, capacity in
                            unsafe withUnsafePointer(to: input) {
                                unsafe peer_ipsec_mb_gcm(mode, $0, text, capacity)
                            }
                        }
                    }
                    return unsafe PeerOperation(try handle.get(), name: "ipsec-mb")?
                        .operation(version: version)
                }
            )
        }
        return candidates
    }

    private static func isOpen(_ mode: peer_gcm_mode) -> Bool {
        mode == PEER_GCM_OPEN || mode == PEER_TLS12_RECORD_OPEN || mode == PEER_TLS13_RECORD_OPEN
    }

    private static func around(_ mode: peer_gcm_mode) -> String {
        switch mode {
        case PEER_TLS12_RECORD_SEAL, PEER_TLS12_RECORD_OPEN:
            "; header, explicit nonce and additional data by the caller"
        case PEER_TLS13_RECORD_SEAL, PEER_TLS13_RECORD_OPEN:
            "; header, nonce and inner content type by the caller"
        default: ""
        }
    }

    private static func gcmCalls(_ library: Libcrypto, mode: peer_gcm_mode) -> String {
        if library.features.contains(.aead) {
            return (isOpen(mode) ? "EVP_AEAD_CTX_open_gather" : "EVP_AEAD_CTX_seal_scatter")
                + " (EVP_AEAD_CTX_new once)" + around(mode)
        }
        switch mode {
        case PEER_TLS12_RECORD_SEAL, PEER_TLS12_RECORD_OPEN:
            return "EVP_CIPHER_CTX_ctrl(EVP_CTRL_AEAD_TLS1_AAD); EVP_Cipher over the record, the "
                + "sequence of libssl (EVP_CIPHER_fetch, EVP_CTRL_GCM_SET_IV_FIXED once)"
        case PEER_GCM_OPEN, PEER_TLS13_RECORD_OPEN:
            return "EVP_DecryptInit_ex(nonce); EVP_DecryptUpdate(additional data); "
                + "EVP_DecryptUpdate; EVP_CIPHER_CTX_set_params(tag); EVP_DecryptFinal_ex "
                + "(EVP_CIPHER_fetch and key once)" + around(mode)
        default:
            return "EVP_EncryptInit_ex(nonce); EVP_EncryptUpdate(additional data); "
                + "EVP_EncryptUpdate; EVP_EncryptFinal_ex; EVP_CIPHER_CTX_get_params(tag) "
                + "(EVP_CIPHER_fetch and key once)" + around(mode)
        }
    }

    // MARK: swift-crypto

    private static func swiftCryptoSeal(_ input: AESGCMInput) -> Candidate {
        Candidate("swift-crypto", calls: "AES.GCM.seal(_:using:nonce:authenticating:) (key once)") {
            let key = SymmetricKey(data: input.key)
            let payload = Data(input.payload)
            let additionalData = Data(input.additionalData)
            var nonce = input.nonce
            func seal() throws -> AES.GCM.SealedBox {
                try AES.GCM.seal(
                    payload,
                    using: key,
                    nonce: AES.GCM.Nonce(data: nonce),
                    authenticating: additionalData
                )
            }
            return Operation(
                version: swiftCryptoVersion,
                run: { calls in
                    for _ in 0..<calls {
                        nonce[4] &+= 1
                        if nonce[4] == 0 { nonce[5] &+= 1 }
                        _ = try seal()
                    }
                },
                result: {
                    nonce = input.nonce
                    let box = try seal()
                    return [UInt8](box.ciphertext + box.tag)
                }
            )
        }
    }

    private static func swiftCryptoOpen(_ input: AESGCMInput) -> Candidate {
        Candidate("swift-crypto", calls: "AES.GCM.open(_:using:authenticating:) (key, box once)") {
            let key = SymmetricKey(data: input.key)
            let additionalData = Data(input.additionalData)
            let box = try AES.GCM.seal(
                Data(input.payload),
                using: key,
                nonce: AES.GCM.Nonce(data: input.nonce),
                authenticating: additionalData
            )
            return Operation(
                version: swiftCryptoVersion,
                run: { calls in
                    for _ in 0..<calls {
                        _ = try AES.GCM.open(box, using: key, authenticating: additionalData)
                    }
                },
                result: {
                    [UInt8](try AES.GCM.open(box, using: key, authenticating: additionalData))
                }
            )
        }
    }
}
