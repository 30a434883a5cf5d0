// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite struct AESGCMErrorTests {
    @Test(arguments: AESGCMKernel.supported.flatMap(AESGCMCases.parameters))
    func aTagWithOneWrongBitOpensNothing(_ parameters: AESGCMCases.Parameters) throws {
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let nonce = testKeyBytes(12)
        for length in [0, 1, 16, 100, 127, 128, 500, 2000] {
            let text = [UInt8](repeating: 9, count: length)
            let sealed = try key.sealDetached(text[...], nonce: nonce, additionalData: [1, 2, 3])
            for bit in 0..<128 {
                var forged = sealed
                forged.tag[bit / 8] ^= 1 << (bit % 8)
                let opened = try key.openDetached(forged, nonce: nonce, additionalData: [1, 2, 3])
                #expect(opened == nil, "bit \(bit) of the tag, \(length) bytes")
            }
        }
    }

    /// Short records of one key, which some kernels open four at a time.
    @Test(arguments: AESGCMKernel.supported, [0, 1])
    func aTagWithOneWrongBitOpensOnlyTheOthers(_ kernel: AESGCMKernel, _ keyIndex: Int) throws {
        let keys = try twoKeys(kernel)
        let records = try (0..<4).map { index in
            AESGCMRecord(
                nonce: try AESGCMNonce(Array(testKeyBytes(12 + index).suffix(12)).span),
                additionalData: 0..<13,
                text: 64 * index..<64 * index + 48 - index,
                keyIndex: keyIndex
            )
        }
        let data = testKeyBytes(13)
        var sealed = [UInt8](repeating: 9, count: 256)
        try keys.sealBatch(records, additionalData: data, in: &sealed)
        for (index, record) in records.enumerated() {
            for bit in 0..<128 {
                var buffer = sealed
                buffer[record.text.upperBound + bit / 8] ^= 1 << (bit % 8)
                let isAuthentic = try keys.openBatch(records, additionalData: data, in: &buffer)
                #expect(isAuthentic == (0..<4).map { $0 != index }, "bit \(bit) of \(index)")
                for (other, record) in records.enumerated() {
                    let expected: UInt8 = other == index ? 0 : 9
                    #expect(buffer[record.text].allSatisfy { $0 == expected })
                }
            }
        }
    }

    @Test(arguments: AESGCMKernel.supported)
    func anythingChangedOpensNothing(_ kernel: AESGCMKernel) throws {
        let key = try AESGCMKey(testKeyBytes(32).span, kernel: kernel)
        let nonce = testKeyBytes(12)
        let data = testKeyBytes(20)[...]
        let text = [UInt8](0..<200)
        let sealed = try key.sealDetached(text[...], nonce: nonce, additionalData: data)
        for index in text.indices {
            var forged = sealed
            forged.ciphertext[index] ^= 1
            #expect(try key.openDetached(forged, nonce: nonce, additionalData: data) == nil)
        }
        for index in data.indices {
            var forged = data
            forged[index] ^= 0x80
            #expect(try key.openDetached(sealed, nonce: nonce, additionalData: forged) == nil)
        }
        for index in nonce.indices {
            var forged = nonce
            forged[index] ^= 4
            #expect(try key.openDetached(sealed, nonce: forged, additionalData: data) == nil)
        }
        #expect(try key.openDetached(sealed, nonce: nonce, additionalData: data.dropLast()) == nil)
        var shortened = sealed
        shortened.ciphertext.removeLast()
        #expect(try key.openDetached(shortened, nonce: nonce, additionalData: data) == nil)
        #expect(try key.openDetached(sealed, nonce: nonce, additionalData: data) == text)
    }

    @Test(arguments: AESGCMKernel.supported)
    func aFailedOpenInPlaceLeavesZeros(_ kernel: AESGCMKernel) throws {
        let key = try AESGCMKey(testKeyBytes(16).span, kernel: kernel)
        let nonce = try AESGCMNonce(testKeyBytes(12))
        for length in [1, 16, 77, 300, 4000] {
            var bytes = try key.seal([UInt8](repeating: 7, count: length), nonce: nonce)
            bytes[length] ^= 1
            let tag = Array(bytes[length...])
            let error = #expect(throws: AESGCMError.self) {
                var span = bytes.mutableSpan
                try key.openInPlace(&span, nonce: nonce)
            }
            #expect(error == .authenticationFailed)
            #expect(bytes == [UInt8](repeating: 0, count: length) + tag)
        }
    }

    @Test(arguments: [0, 1, 15, 17, 24, 31, 33, 64])
    func aKeyOfAnotherLengthIsRefused(_ byteCount: Int) {
        let bytes = [UInt8](repeating: 1, count: byteCount)
        let error = #expect(throws: AESGCMError.self) { _ = try AESGCMKey(bytes.span) }
        #expect(error == .keyLength)
    }

    @Test func aKernelOfAnotherCPUIsRefused() {
        for kernel in AESGCMKernel.all + [.unsupported] where !kernel.isSupported {
            let error = #expect(throws: AESGCMError.self) {
                _ = try AESGCMKey(testKeyBytes(16).span, kernel: kernel)
            }
            #expect(error == .kernelNotSupported)
        }
        #expect(!AESGCMKernel.unsupported.isSupported)
    }

    @Test(arguments: AESGCMKernel.supported)
    func aNonceHasAnyNumberOfBytesButNone(_ kernel: AESGCMKernel) throws {
        let key = try AESGCMKey(testKeyBytes(16), kernel: kernel)
        let error = #expect(throws: AESGCMError.self) { _ = try key.nonce([]) }
        #expect(error == .nonceLength)
        #expect(try key.nonce(testKeyBytes(12)) == AESGCMNonce(testKeyBytes(12)))
        for count in [0, 11, 13, 16] {
            let error = #expect(throws: AESGCMError.self) {
                _ = try AESGCMNonce([UInt8](repeating: 0, count: count))
            }
            #expect(error == .nonceLength)
        }
    }

    @Test func lengthsThatDoNotFitAreRefused() throws {
        let key = try AESGCMKey(testKeyBytes(16).span)
        let nonce = try AESGCMNonce(testKeyBytes(12))
        let text = testKeyBytes(30)
        for count in 0...45 {
            var output = [UInt8](repeating: 1, count: count)
            let error = #expect(throws: AESGCMError.self) {
                var bytes = output.mutableSpan
                try key.seal(text.span, nonce: nonce, into: &bytes)
            }
            #expect(error == .outputLength)
            #expect(output.allSatisfy { $0 == 1 })
        }
        let sealed = try key.seal(text, nonce: nonce)
        for count in 0...29 {
            var output = [UInt8](repeating: 1, count: count)
            let error = #expect(throws: AESGCMError.self) {
                var bytes = output.mutableSpan
                try key.open(sealed.span, nonce: nonce, into: &bytes)
            }
            #expect(error == .outputLength)
            #expect(output.allSatisfy { $0 == 1 })
        }
        for count in 0..<16 {
            let error = #expect(throws: AESGCMError.self) {
                _ = try key.open([UInt8](repeating: 0, count: count), nonce: nonce)
            }
            #expect(error == .sealedTextTooShort)
            var short = [UInt8](repeating: 0, count: count)
            let inPlace = #expect(throws: AESGCMError.self) {
                var bytes = short.mutableSpan
                try key.openInPlace(&bytes, nonce: nonce)
            }
            #expect(inPlace == .sealedTextTooShort)
            let seal = #expect(throws: AESGCMError.self) {
                var bytes = short.mutableSpan
                try key.sealInPlace(&bytes, nonce: nonce)
            }
            #expect(seal == .outputLength)
        }
    }

    /// The lengths are refused before a byte is read: spans that claim them need no such memory.
    @Test func lengthsBeyondTheStandardsAreRefused() throws {
        let key = try AESGCMKey(testKeyBytes(16).span)
        let nonce = try AESGCMNonce(testKeyBytes(12))
        let one = [UInt8](repeating: 0, count: 1)
        var empty = [UInt8](repeating: 0, count: 16)
        unsafe one.withUnsafeBufferPointer { one in
            let long = unsafe Span(_unsafeStart: one.baseAddress!, count: (1 << 36) - 31)
            var error: AESGCMError?
            do throws(AESGCMError) {
                var output = unsafe MutableSpan(
                    _unsafeStart: UnsafeMutablePointer(mutating: one.baseAddress!),
                    count: (1 << 36) + 16
                )
                try key.seal(long, nonce: nonce, into: &output)
            } catch let thrown { error = thrown }
            #expect(error == .textTooLong)
            error = nil
            do throws(AESGCMError) {
                let data = unsafe Span(_unsafeStart: one.baseAddress!, count: 1 << 61)
                var bytes = empty.mutableSpan
                try key.sealInPlace(&bytes, nonce: nonce, additionalData: data)
            } catch let thrown { error = thrown }
            #expect(error == .additionalDataTooLong)
        }
        #expect(AESGCMKey.maximumTextByteCount == 68_719_476_704)
    }

    @Test(arguments: [-1, Int.min])
    func aNegativeCapacityIsNone(capacity: Int) throws {
        var keys = AESGCMKeyList(capacity: capacity)
        #expect(keys.capacity == 0)
        let key = try AESGCMKey([UInt8](repeating: 1, count: 16).span)
        #expect(keys.append(key) == nil)
    }

    @Test func moreThanThereIsEndsTheProcess() async {
        await #expect(processExitsWith: .failure) { _ = AESGCMKeyList(capacity: .max) }
    }
}
