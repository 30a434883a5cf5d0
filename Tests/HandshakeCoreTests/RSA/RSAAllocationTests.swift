// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

/// An operation's memory comes with its key.
@Suite("RSA allocations", .enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
struct RSAAllocationTests {
    @Test(arguments: RSATestKey.kernels)
    func operationsAllocateNothing(kernel: RSAKernel) throws {
        let key = try RSATestKey.named("rsa2048").privateKey(kernel: kernel)
        let publicKey = key.publicKey
        let digest = [UInt8](repeating: 1, count: 32)
        let input = [0] + [UInt8](repeating: 7, count: 255)
        let secret = [UInt8](repeating: 3, count: 48)
        var output = [UInt8](repeating: 0, count: 256)
        var signature = output
        var ciphertext = output
        var premaster = secret
        for round in 0..<3 {
            let count = try allocationCount {
                var outputSpan = output.mutableSpan
                try key.rawOperation(input.span, into: &outputSpan)
                try publicKey.rawOperation(input.span, into: &outputSpan)
                var signatureSpan = signature.mutableSpan
                try key.sign(digest: digest.span, scheme: .pkcs1(.sha256), into: &signatureSpan)
                try publicKey.verify(
                    signatureSpan.span,
                    digest: digest.span,
                    scheme: .pkcs1(.sha256)
                )
                try key.sign(digest: digest.span, scheme: .pss(.sha256), into: &signatureSpan)
                try publicKey.verify(signatureSpan.span, digest: digest.span, scheme: .pss(.sha256))
                var ciphertextSpan = ciphertext.mutableSpan
                try publicKey.encrypt(secret.span, scheme: .pkcs1, into: &ciphertextSpan)
                _ = try key.decrypt(ciphertextSpan.span, scheme: .pkcs1, into: &outputSpan)
                _ = try key.decrypt(input.span, scheme: .pkcs1, into: &outputSpan)
                var premasterSpan = premaster.mutableSpan
                try key.decryptPremasterSecret(
                    ciphertextSpan.span,
                    clientVersion: 0x303,
                    into: &premasterSpan
                )
                try publicKey.encrypt(secret.span, scheme: .oaep(.sha256), into: &ciphertextSpan)
                _ = try key.decrypt(ciphertextSpan.span, scheme: .oaep(.sha256), into: &outputSpan)
            }
            if round > 0 { #expect(count == 0) }
        }
    }

    @Test(arguments: RSATestKey.kernels)
    func batchesAllocateNothingOnceTheirWorkspacesAreThere(kernel: RSAKernel) throws {
        let key = try RSATestKey.named("rsa2048").privateKey(kernel: kernel)
        let keys = [RSAPrivateKey](repeating: key, count: 11)
        let publicKeys = keys.map(\.publicKey)
        let inputs = [UInt8](repeating: 7, count: 256 * 11)
        var outputs = inputs
        var outcomes = [RSAError?](repeating: nil, count: 11)
        for round in 0..<3 {
            let count = try allocationCount {
                var outputSpan = outputs.mutableSpan
                var outcomeSpan = outcomes.mutableSpan
                try RSAPrivateKey.rawOperation(
                    keys.span,
                    inputs.span,
                    into: &outputSpan,
                    outcomes: &outcomeSpan
                )
                try RSAPublicKey.rawOperation(
                    publicKeys.span,
                    inputs.span,
                    into: &outputSpan,
                    outcomes: &outcomeSpan
                )
            }
            if round > 0 { #expect(count == 0) }
        }
    }
}
