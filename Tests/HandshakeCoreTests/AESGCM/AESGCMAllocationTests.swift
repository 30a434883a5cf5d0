import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
struct AESGCMAllocationTests {
    @Test(arguments: AESGCMKernel.supported)
    func sealAndOpenAllocateNothing(_ kernel: AESGCMKernel) throws {
        let key = try AESGCMKey(testKeyBytes(16).span, kernel: kernel)
        let nonce = testKeyBytes(12)
        let longNonce = testKeyBytes(32)
        let data = testKeyBytes(13)
        var bytes = [UInt8](repeating: 3, count: 1350)
        let original = bytes
        var other = [UInt8](repeating: 0, count: 1350)
        var tag = [UInt8](repeating: 0, count: 16)
        func round() throws(AESGCMError) {
            var inPlace = bytes.mutableSpan
            var output = other.mutableSpan
            var tagBytes = tag.mutableSpan
            let data = data.span
            try key.sealInPlace(&inPlace, nonce: nonce.span, additionalData: data, tag: &tagBytes)
            try key.open(
                inPlace.span,
                tag: tagBytes.span,
                nonce: nonce.span,
                additionalData: data,
                into: &output
            )
            try key.openInPlace(
                &inPlace,
                tag: tagBytes.span,
                nonce: nonce.span,
                additionalData: data
            )
            try key.seal(
                inPlace.span,
                nonce: longNonce.span,
                additionalData: data,
                into: &output,
                tag: &tagBytes
            )
        }
        try round()
        let count = try allocationCount { () throws(AESGCMError) in try round() }
        #expect(count == 0)
        #expect(bytes == original)
    }

    @Test(arguments: AESGCMKernel.supported)
    func batchesAllocateNothing(_ kernel: AESGCMKernel) throws {
        let keys = try twoKeys(kernel)
        var batch = try MixedRecords(seed: 5, recordCount: 37)
        var isAuthentic = [Bool](repeating: false, count: 37)
        func round() throws(AESGCMError) {
            try keys.sealBatch(
                batch.records,
                additionalData: batch.additionalData,
                in: &batch.buffer
            )
            try keys.openBatch(
                batch.records,
                additionalData: batch.additionalData,
                in: &batch.buffer,
                isAuthentic: &isAuthentic
            )
        }
        try round()
        let count = try allocationCount { () throws(AESGCMError) in try round() }
        #expect(count == 0)
        #expect(isAuthentic.allSatisfy { $0 })
    }
}
