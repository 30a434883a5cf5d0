// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import SelfTestCases

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#endif

/// Runs every case of SelfTestCases, without Foundation or Testing, and says what ran: the test of a
/// CPU that neither of them is there for. `scripts/test-aarch64` builds and runs it.
///
///     selftest [--full]     --full: as many random inputs as the test targets take
@main struct SelfTest {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.isEmpty || arguments == ["--full"] else {
            print("usage: selftest [--full]")
            exit(2)
        }
        guard CPUFeatures.unknownDisabledNames.isEmpty else {
            print("HANDSHAKE_CPU_DISABLE: unknown \(CPUFeatures.unknownDisabledNames)")
            exit(2)
        }
        print("CPU features: \(CPUFeatures.available.names.joined(separator: " "))")
        print(
            "kernels: RSA \(RSAKernel.best), AES-GCM \(AESGCMKernel.best),",
            "SHA-256 \(SHA256Kernel.best), SHA-512 \(SHA512Kernel.best)"
        )
        let effort: Effort = arguments.isEmpty ? .emulated : .full
        var passedCount = 0
        var failureCount = 0
        for testCase in SelfTestCase.all {
            let checks = testCase.run(effort)
            passedCount += checks.passedCount
            failureCount += checks.failures.count
            print(checks.failures.isEmpty ? "passed" : "FAILED", testCase, checks.passedCount)
            for failure in checks.failures.prefix(10) { print("       \(failure)") }
        }
        print(
            "\(SelfTestCase.all.count) cases, \(passedCount) checks passed,",
            "\(failureCount) failed"
        )
        exit(failureCount == 0 ? 0 : 1)
    }
}
