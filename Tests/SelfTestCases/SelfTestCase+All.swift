// SPDX-License-Identifier: Apache-2.0

extension SelfTestCase {
    /// Every case, by layer; first the one that nothing has come before in the process.
    package static let all: [SelfTestCase] =
        RSAMemoryCases.all + KernelChoiceCases.all + MontgomeryCases.all
        + MontgomeryPairCases.all + HashCases.all
        + HMACStackCases.all
        + AESGCMCases.all + AESGCMStackCases.all + RSACases.all + RSAStackCases.all
        + KeyFormatCases.all + KeyDerivationCases.all + KeyScheduleCases.all + PRFStackCases.all
        + TLS12RecordCases.all
        + TLS13RecordCases.all + KeyExchangeCases.all
}
