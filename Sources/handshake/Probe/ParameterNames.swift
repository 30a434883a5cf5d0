// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine

/// Names in IANA's registry of what the engine does not implement, but other servers do.
enum ParameterNames {
    static func group(_ group: TLSNamedGroup) -> String { groups[group.rawValue] ?? group.name }

    static func scheme(_ scheme: TLSSignatureScheme) -> String {
        schemes[scheme.rawValue] ?? scheme.name
    }

    /// What a ClientHello offers, best first.
    static let offeredGroups: [TLSNamedGroup] = [
        .x25519, .secp256r1, .secp384r1, .secp521r1, .x448,
    ]

    /// What a ClientHello offers, best first.
    static let offeredSchemes: [TLSSignatureScheme] =
        [0x0403, 0x0503, 0x0603, 0x0807, 0x0808].map(TLSSignatureScheme.init(rawValue:))
        + [.rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512] + TLSSignatureScheme.supported
        + [0x0303, 0x0301, 0x0203, 0x0201, 0x0202].map(TLSSignatureScheme.init(rawValue:))

    private static let groups: [UInt16: String] = [
        19: "secp192r1", 21: "secp224r1", 22: "secp256k1", 26: "brainpoolP256r1",
        27: "brainpoolP384r1", 28: "brainpoolP512r1", 256: "ffdhe2048", 257: "ffdhe3072",
        258: "ffdhe4096", 259: "ffdhe6144", 260: "ffdhe8192", 4587: "SecP256r1MLKEM768",
        4588: "X25519MLKEM768", 4589: "SecP384r1MLKEM1024",
    ]

    private static let schemes: [UInt16: String] = [
        0x0202: "dsa_sha1", 0x0203: "ecdsa_sha1", 0x0301: "rsa_pkcs1_sha224",
        0x0303: "ecdsa_sha224", 0x0403: "ecdsa_secp256r1_sha256",
        0x0503: "ecdsa_secp384r1_sha384", 0x0603: "ecdsa_secp521r1_sha512", 0x0807: "ed25519",
        0x0808: "ed448",
    ]
}
