// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A page between two that nobody may touch.
@safe struct GuardedPage: ~Copyable {
    static let byteCount = Int(sysconf(Int32(_SC_PAGESIZE)))
    private let pages: UnsafeMutableRawPointer

    init() throws {
        let all = 3 * Self.byteCount
        let mapping = unsafe mmap(nil, all, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0)
        let start = unsafe try #require(mapping)
        let middle = unsafe start + Self.byteCount
        let answer = unsafe mprotect(middle, Self.byteCount, PROT_READ | PROT_WRITE)
        try #require(answer == 0)
        unsafe pages = start
    }

    deinit {
        unsafe munmap(pages, 3 * Self.byteCount)
    }

    /// The last bytes of the page, or its first.
    func bytes(_ count: Int, atEnd: Bool) -> UnsafeMutableBufferPointer<UInt8> {
        let start = unsafe pages + (atEnd ? 2 * Self.byteCount - count : Self.byteCount)
        return unsafe UnsafeMutableBufferPointer(
            start: start.assumingMemoryBound(to: UInt8.self),
            count: count
        )
    }
}

/// No kernel reads or writes a byte outside the buffers that it was given: it would not survive it.
@Suite struct AESGCMGuardPageTests {
    @Test(arguments: AESGCMKernel.supported.flatMap(AESGCMCases.parameters), [false, true])
    func staysInside(_ parameters: AESGCMCases.Parameters, _ atEnd: Bool) throws {
        var generator = SeededGenerator(seed: 5)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let portable = try AESGCMKey(keyBytes.span, kernel: .portable)
        let input = try GuardedPage()
        let output = try GuardedPage()
        let dataPage = try GuardedPage()
        let noncePage = try GuardedPage()
        for length in Array(0...640) + Array(stride(from: 641, through: 4080, by: 37)) {
            let text = generator.bytes(length)
            let data = generator.bytes(length % 35)
            let nonce = generator.bytes(length % 5 == 0 ? length % 19 + 1 : 12)
            let expected = try portable.sealDetached(
                text[...],
                nonce: nonce,
                additionalData: data[...]
            )
            let inputBytes = unsafe input.bytes(length, atEnd: atEnd)
            let outputBytes = unsafe output.bytes(length + 16, atEnd: atEnd)
            let dataBytes = unsafe dataPage.bytes(data.count, atEnd: atEnd)
            let nonceBytes = unsafe noncePage.bytes(nonce.count, atEnd: atEnd)
            _ = unsafe inputBytes.update(from: text)
            _ = unsafe dataBytes.update(from: data)
            _ = unsafe nonceBytes.update(from: nonce)
            let dataSpan = unsafe Span(_unsafeElements: UnsafeBufferPointer(dataBytes))
            let nonceSpan = unsafe Span(_unsafeElements: UnsafeBufferPointer(nonceBytes))

            var sealed = unsafe MutableSpan(_unsafeElements: outputBytes)
            try key.seal(
                unsafe Span(_unsafeElements: UnsafeBufferPointer(inputBytes)),
                nonce: key.nonce(nonceSpan),
                additionalData: dataSpan,
                into: &sealed
            )
            #expect(
                unsafe Array(outputBytes) == expected.ciphertext + expected.tag,
                "\(length) bytes"
            )

            var plaintext = unsafe MutableSpan(_unsafeElements: inputBytes)
            try key.open(
                unsafe Span(_unsafeElements: UnsafeBufferPointer(outputBytes)),
                nonce: key.nonce(nonceSpan),
                additionalData: dataSpan,
                into: &plaintext
            )
            #expect(unsafe Array(inputBytes) == text, "\(length) bytes")
            var inPlace = unsafe MutableSpan(_unsafeElements: outputBytes)
            try key.openInPlace(&inPlace, nonce: key.nonce(nonceSpan), additionalData: dataSpan)
            try key.sealInPlace(&inPlace, nonce: key.nonce(nonceSpan), additionalData: dataSpan)
            #expect(
                unsafe Array(outputBytes) == expected.ciphertext + expected.tag,
                "\(length) bytes"
            )
        }
    }
}
