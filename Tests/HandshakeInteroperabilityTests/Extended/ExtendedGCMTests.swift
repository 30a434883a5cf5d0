// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import Testing

/// NIST's CAVS vectors of AES-GCM: keys of 128, 192 and 256 bits, nonces of 8, 96 and 1024 bits,
/// tags of 32 to 128 bits.
@Suite(.needsExtendedVectors) struct ExtendedGCMTests {
    @Test(arguments: AESGCMKernel.supported)
    func gcm(kernel: AESGCMKernel) throws {
        var tally = Tally()
        for vector in try ExtendedVectors.load("gcm") {
            let key = vector["key"]
            guard key.count != 24 else {
                #expect(throws: AESGCMError.keyLength) { _ = try AESGCMKey(key.span) }
                tally.count(isRun: false)
                continue
            }
            let isRun =
                vector[text: "operation"] == "seal"
                ? try seal(vector, kernel: kernel) : try open(vector, kernel: kernel)
            if isRun { tally.runCount += 1 } else { tally.count(isRun: false) }
        }
        tally.report("GCM on \(kernel.name)")
        // Of 47,250: a third is AES-192, and six tag lengths of seven cannot be opened.
        #expect(tally.runCount == 18_000)
        #expect(tally.refusedCount == 29_250)
    }

    /// A tag that is cut short is the beginning of the whole one (SP 800-38D, 7.1 step 6), so these
    /// cases are run too; the library does not make such tags itself.
    private func seal(_ vector: ExtendedCase, kernel: AESGCMKernel) throws -> Bool {
        let key = try AESGCMKey(vector["key"].span, kernel: kernel)
        let plaintext = vector["plaintext"]
        let nonce = vector["nonce"]
        let additionalData = vector["additionalData"]
        let expectedTag = vector["tag"]

        let sealed = try key.seal(
            plaintext,
            nonce: key.nonce(nonce),
            additionalData: additionalData
        )
        #expect(sealed.starts(with: vector["ciphertext"] + expectedTag))
        #expect(sealed.count == plaintext.count + AESGCMKey.tagByteCount)
        return true
    }

    private func open(_ vector: ExtendedCase, kernel: AESGCMKernel) throws -> Bool {
        let key = try AESGCMKey(vector["key"].span, kernel: kernel)
        let tag = vector["tag"]
        let sealed = vector["ciphertext"] + tag
        let textByteCount = max(0, sealed.count - AESGCMKey.tagByteCount)
        var plaintext = [UInt8](repeating: 0xA5, count: textByteCount)
        var plaintextSpan = plaintext.mutableSpan
        var failure: AESGCMError?
        do throws(AESGCMError) {
            try key.open(
                sealed.span,
                nonce: key.nonce(vector["nonce"]),
                additionalData: vector["additionalData"].span,
                into: &plaintextSpan
            )
        } catch {
            failure = error
        }
        guard tag.count == AESGCMKey.tagByteCount else {
            let isLonger = sealed.count >= AESGCMKey.tagByteCount
            #expect(failure == (isLonger ? .authenticationFailed : .sealedTextTooShort))
            return false
        }
        if vector.isValid {
            #expect(failure == nil)
            #expect(plaintext == vector["plaintext"])
        } else {
            #expect(failure == .authenticationFailed)
            #expect(plaintext.allSatisfy { $0 == 0 })
        }
        return true
    }
}
