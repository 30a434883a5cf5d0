extension SelfTestCase {
    /// Every case, by layer.
    package static let all: [SelfTestCase] =
        KernelChoiceCases.all + MontgomeryCases.all + HashCases.all + HMACStackCases.all
        + AESGCMCases.all + RSACases.all + KeyFormatCases.all + KeyDerivationCases.all
        + PRFStackCases.all + TLS12RecordCases.all + TLS13RecordCases.all + KeyExchangeCases.all
}
