extension SelfTestCase {
    /// Every case, by layer.
    package static let all: [SelfTestCase] =
        KernelChoiceCases.all + MontgomeryCases.all + HashCases.all + AESGCMCases.all + RSACases.all
        + KeyFormatCases.all
        + KeyDerivationCases.all + TLS12RecordCases.all + TLS13RecordCases.all
        + KeyExchangeCases.all
}
