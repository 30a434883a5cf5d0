import Foundation
import HandshakeSymmetric
import HandshakeTLS13
import TestSupport
import TestVectors
import Testing

@Suite struct HKDFTests {
    struct Vector: Decodable {
        let hash: String
        let salt: String
        let material: String
        let info: String
        let key: String
        let output: String
    }

    static let kernels: [HashKernels] =
        SHA256Kernel.allCases.filter(\.isSupported).map { HashKernels(sha256: $0) }
        + SHA512Kernel.allCases.filter(\.isSupported).map { HashKernels(sha512: $0) }

    @Test(arguments: Self.kernels)
    func matchesTheVectors(_ kernels: HashKernels) throws {
        struct File: Decodable { let hkdf: [Vector] }
        let data = try TestVectors.data("key-derivation.json")
        let vectors = try JSONDecoder().decode(File.self, from: data).hkdf
        #expect(vectors.count > 10)
        for vector in vectors {
            let algorithm: HashAlgorithm =
                switch vector.hash {
                case "sha1": .sha1
                case "sha256": .sha256
                default: .sha384
                }
            let hkdf = HKDF(algorithm, kernels: kernels)
            var key = [UInt8](repeating: 0, count: algorithm.digestByteCount)
            var span = key.mutableSpan
            try hkdf.extract(
                salt: [UInt8](hexadecimal: vector.salt).span,
                inputKeyMaterial: [UInt8](hexadecimal: vector.material).span,
                into: &span
            )
            #expect(key.hexadecimal == vector.key)
            var output = [UInt8](repeating: 0, count: vector.output.count / 2)
            span = output.mutableSpan
            try hkdf.expand(
                pseudorandomKey: key.span,
                info: [UInt8](hexadecimal: vector.info).span,
                into: &span
            )
            #expect(output.hexadecimal == vector.output)
        }
    }

    /// RFC 8448, section 3: the derived secret before the handshake secret, and the client's
    /// handshake write key, IV and Finished key.
    @Test func matchesRFC8448() throws {
        let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        let early = "33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a"
        let traffic = "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"
        let cases = [
            (
                early, "derived", emptyHash,
                "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"
            ),
            (traffic, "key", "", "dbfaa693d1762c5b666af5d950258d01"),
            (traffic, "iv", "", "5bd3c71b836e0b76bb73265f"),
            (
                traffic, "finished", "",
                "b80ad01015fb2f0bd65ff7d4da5d6bf83f84821d1f87fdc7d3c75b5a7b42d9c4"
            ),
        ]
        for (secret, label, context, expected) in cases {
            var output = [UInt8](repeating: 0, count: expected.count / 2)
            var span = output.mutableSpan
            try HKDF.sha256.expandLabel(
                secret: [UInt8](hexadecimal: secret).span,
                label: [UInt8](label.utf8).span,
                context: [UInt8](hexadecimal: context).span,
                into: &span
            )
            #expect(output.hexadecimal == expected)
        }
    }

    @Test func wrongLengthsAreRefused() {
        var output = [UInt8](repeating: 0, count: 255 * 32 + 1)
        let long = [UInt8](repeating: 1, count: 256)
        #expect(throws: HKDFError.outputLength) {
            var span = output.mutableSpan
            try HKDF.sha256.expand(pseudorandomKey: long.span, info: long.span, into: &span)
        }
        #expect(throws: HKDFError.outputLength) {
            var span = output.mutableSpan
            try HKDF.sha256.extract(salt: long.span, inputKeyMaterial: long.span, into: &span)
        }
        output = [UInt8](repeating: 0, count: 16)
        for (label, context, error) in [
            (0, 0, HKDFError.labelLength), (250, 0, .labelLength), (249, 256, .contextLength),
        ] {
            #expect(throws: error) {
                var span = output.mutableSpan
                try HKDF.sha256.expandLabel(
                    secret: long.span,
                    label: Array(long[..<label]).span,
                    context: Array(long[..<context]).span,
                    into: &span
                )
            }
        }
    }

    @Test(.enabled(if: countsAllocations, "allocations are counted with glibc alone"))
    func derivingAllocatesNothing() throws {
        let bytes = [UInt8](repeating: 1, count: 48)
        var output = bytes
        func round() throws(HKDFError) {
            var span = output.mutableSpan
            try HKDF.sha384.extract(salt: bytes.span, inputKeyMaterial: bytes.span, into: &span)
            try HKDF.sha384.expandLabel(
                secret: bytes.span,
                label: bytes.span,
                context: bytes.span,
                into: &span
            )
        }
        try round()
        #expect(try allocationCount(round) == 0)
    }
}
