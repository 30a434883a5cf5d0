// SPDX-License-Identifier: Apache-2.0

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
        var bytes = [UInt8](repeating: 3, count: 1350 + 16)
        let original = bytes.dropLast(16)
        var other = [UInt8](repeating: 0, count: 1350 + 16)
        func round() throws(AESGCMError) {
            var inPlace = bytes.mutableSpan
            var output = other.mutableSpan
            let data = data.span
            let short = try AESGCMNonce(nonce.span)
            try key.sealInPlace(&inPlace, nonce: short, additionalData: data)
            try key.open(inPlace.span, nonce: short, additionalData: data, into: &output)
            try key.openInPlace(&inPlace, nonce: short, additionalData: data)
            try key.seal(
                inPlace.span.extracting(first: 1350),
                nonce: key.nonce(longNonce.span),
                additionalData: data,
                into: &output
            )
        }
        try round()
        let count = try allocationCount { () throws(AESGCMError) in try round() }
        #expect(count == 0)
        #expect(bytes.dropLast(16) == original)
    }

    @Test(arguments: AESGCMKernel.supported)
    func batchesAllocateNothing(_ kernel: AESGCMKernel) throws {
        let keys = try twoKeys(kernel)
        let batch = try MixedRecords(seed: 5, recordCount: 37)
        var bytes = batch.buffer
        var isAuthentic = [Bool](repeating: false, count: 37)
        func round() throws(AESGCMError) {
            try keys.withSpan { keys throws(AESGCMError) in
                let records = batch.records.span
                let data = batch.additionalData.span
                var buffer = bytes.mutableSpan
                var answers = isAuthentic.mutableSpan
                try AESGCMKey.sealBatch(records, keys: keys, additionalData: data, in: &buffer)
                try AESGCMKey.openBatch(
                    records,
                    keys: keys,
                    additionalData: data,
                    in: &buffer,
                    isAuthentic: &answers
                )
            }
        }
        try round()
        let count = try allocationCount { () throws(AESGCMError) in try round() }
        #expect(count == 0)
        #expect(isAuthentic.allSatisfy { $0 })
    }
}
