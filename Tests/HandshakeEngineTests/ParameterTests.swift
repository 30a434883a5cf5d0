// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

@Test func suitesHaveTheirRegisteredNumbersAndNames() {
    let expected: [(TLSCipherSuite, UInt16, String)] = [
        (.ecdheRSAWithAES128GCMSHA256, 0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        (.ecdheRSAWithAES256GCMSHA384, 0xC030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
        (.rsaWithAES128GCMSHA256, 0x009C, "TLS_RSA_WITH_AES_128_GCM_SHA256"),
        (.rsaWithAES256GCMSHA384, 0x009D, "TLS_RSA_WITH_AES_256_GCM_SHA384"),
    ]
    for (suite, number, name) in expected {
        #expect(suite.rawValue == number)
        #expect(suite.name == name)
        #expect(suite.isSupported)
    }
    #expect(!TLSCipherSuite(rawValue: 0x1301).isSupported)
}

@Test func suitesOfRSAKeyExchangeAreNotAmongTheDefaults() {
    #expect(TLSCipherSuite.defaultSuites.allSatisfy { $0.keyExchange == .ecdhe })
    #expect(TLSCipherSuite.rsaKeyExchangeSuites.allSatisfy { $0.keyExchange == .rsa })
}
