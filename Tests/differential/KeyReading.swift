// SPDX-License-Identifier: Apache-2.0

internal import CLibcrypto
internal import HandshakeCore
internal import TestSupport

/// One file of a key, read here and by libcrypto.
struct KeyReading {
    let format: libcrypto_format
    let bytes: [UInt8]

    var isPrivate: Bool {
        switch format {
        case LIBCRYPTO_PRIVATE_PKCS1, LIBCRYPTO_PRIVATE_PKCS8, LIBCRYPTO_PRIVATE_PEM: true
        default: false
        }
    }

    private var isPEM: Bool { format == LIBCRYPTO_PRIVATE_PEM || format == LIBCRYPTO_PUBLIC_PEM }

    /// Reads it twice, and compares what was read.
    func compare(_ name: String, _ comparison: inout Comparison) {
        var consumedByteCount = 0
        let theirs = LibcryptoKey(format, bytes, consumedByteCount: &consumedByteCount)
        switch (ours, theirs) {
        case (.success(let key), let theirs?):
            comparison.compare(key.numbers, theirs.written(writtenFormat), "the key of \(name)")
            comparison.compare(
                accepts: key.isForPSS,
                theirs.facts(isPrivate: false).is_pss,
                "whether the key of \(name) is for PSS"
            )
            if let file = key.file {
                comparison.compare(
                    file,
                    theirs.written(isPrivate ? LIBCRYPTO_PRIVATE_PKCS8 : LIBCRYPTO_PUBLIC_SPKI),
                    "what is written of the key of \(name)"
                )
            }
        case (.success(let key), nil):
            guard isPEM, isLaidOutOtherwise(key.numbers) else {
                return comparison.compare(
                    accepts: true,
                    false,
                    "reading of \(name)",
                    of: text
                )
            }
            comparison.count(.laxPEM)
        case (.failure(let error), let theirs?):
            guard let rule = rule(error, theirs, consumedByteCount) else {
                return comparison.compare(
                    accepts: false,
                    true,
                    "reading of \(name)",
                    of: "(\(error)) \(text)"
                )
            }
            comparison.count(rule)
        case (.failure, nil):
            comparison.compare(accepts: false, false, "reading of \(name)")
        }
    }

    private var text: String {
        isPEM ? String(decoding: bytes, as: UTF8.self) : bytes.hexadecimal
    }

    /// The format that a key which was read is compared in: PKCS #1's has nothing but the numbers.
    private var writtenFormat: libcrypto_format {
        isPrivate ? LIBCRYPTO_PRIVATE_PKCS1 : LIBCRYPTO_PUBLIC_PKCS1
    }

    /// The key as we read it.
    private var ours: Result<OurKey, KeyFormatError> {
        do throws(KeyFormatError) {
            switch format {
            case LIBCRYPTO_PRIVATE_PKCS1:
                let key = try RSAPrivateKey(derRepresentation: bytes, format: .pkcs1)
                return .success(try OurKey(key))
            case LIBCRYPTO_PRIVATE_PKCS8:
                let key = try RSAPrivateKey(derRepresentation: bytes, format: .pkcs8)
                return .success(try OurKey(key))
            case LIBCRYPTO_PRIVATE_PEM:
                return .success(try OurKey(RSAPrivateKey(pemRepresentation: bytes.span)))
            case LIBCRYPTO_PUBLIC_PKCS1:
                let key = try RSAPublicKey(derRepresentation: bytes, format: .pkcs1)
                return .success(try OurKey(key))
            case LIBCRYPTO_PUBLIC_SPKI:
                let key = try RSAPublicKey(derRepresentation: bytes, format: .subjectPublicKeyInfo)
                return .success(try OurKey(key))
            default: return .success(try OurKey(RSAPublicKey(pemRepresentation: bytes.span)))
            }
        } catch {
            return .failure(error)
        }
    }
}

/// What of a key that we read is compared.
private struct OurKey {
    /// As PKCS #1 in DER, which has nothing else.
    let numbers: [UInt8]
    /// As PKCS #8 or SubjectPublicKeyInfo; nil of a key for PSS, whose parameters can be written in
    /// several ways.
    let file: [UInt8]?
    let isForPSS: Bool

    /// A key for PSS has no file of PKCS #1: it is made anew without its restriction.
    init(_ key: RSAPrivateKey) throws(KeyFormatError) {
        isForPSS = key.usage != .unrestricted
        let plain = isForPSS ? try? RSAPrivateKey(key.components()) : key
        numbers = try (plain ?? key).derRepresentation(.pkcs1).array
        file = isForPSS ? nil : try key.derRepresentation(.pkcs8).array
    }

    init(_ key: RSAPublicKey) throws(KeyFormatError) {
        isForPSS = key.usage != .unrestricted
        let plain =
            isForPSS
            ? try? RSAPublicKey(
                modulus: key.modulusBytes,
                publicExponent: key.publicExponentBytes
            ) : key
        numbers = try (plain ?? key).derRepresentation(.pkcs1)
        file = isForPSS ? nil : try key.derRepresentation(.subjectPublicKeyInfo)
    }
}

extension KeyReading {
    /// Whether libcrypto reads the text's block as this key where its lines are of the usual length.
    fileprivate func isLaidOutOtherwise(_ key: [UInt8]) -> Bool {
        var consumedByteCount = 0
        guard let block = PEMText(bytes) else { return false }
        let theirs = LibcryptoKey(format, block.written, consumedByteCount: &consumedByteCount)
        return theirs?.written(writtenFormat) == key
    }

    /// The rule by which we refuse what libcrypto reads, if the bytes are such.
    fileprivate func rule(
        _ error: KeyFormatError,
        _ theirs: LibcryptoKey,
        _ consumedByteCount: Int
    ) -> KnownRule? {
        if !isPEM, consumedByteCount < bytes.count { return .bytesLeftOver }
        switch error.code {
        case .invalidPEM: return isPEM ? .strictPEM : nil
        case .noKeyInPEM: return isPEM ? .label : nil
        case .invalidKey(let error): return rule(error, theirs.facts(isPrivate: isPrivate))
        case .unsupportedVersion, .multiPrime: return isOfOtherVersion ? .version : nil
        case .unsupportedParameters: return writesOtherwise(theirs) ? .parameters : nil
        case .invalidDER, .negativeNumber: return writesOtherwise(theirs) ? .notDER : nil
        default: return nil
        }
    }

    private func rule(_ error: RSAKeyError, _ facts: libcrypto_key_facts) -> KnownRule? {
        let isRight: Bool
        switch error {
        case .modulusTooSmall:
            return facts.modulus_bit_count < (isPrivate ? 2048 : 1024) ? .modulusLength : nil
        case .modulusTooLarge: return facts.modulus_bit_count > 16_384 ? .modulusLength : nil
        case .unsupportedPublicExponent:
            let isSupported =
                facts.exponent_is_odd && (2...256).contains(facts.exponent_bit_count)
            return isSupported ? nil : .exponent
        case .modulusIsEven: isRight = facts.modulus_is_odd
        case .inconsistentPrimes: isRight = facts.has_all_parts && facts.primes_fit
        case .compositePrime: isRight = facts.has_all_parts && facts.primes_are_prime
        case .inconsistentPrivateExponent: isRight = facts.has_all_parts && facts.exponent_fits
        case .inconsistentCRTParts: isRight = facts.has_all_parts && facts.crt_parts_fit
        case .unsupportedPSSParameters: return facts.is_pss ? .pssParameters : nil
        default: return nil
        }
        return isRight ? nil : .unfitNumbers
    }

    /// Whether one of the versions, the first number of a SEQUENCE, is not 0.
    private var isOfOtherVersion: Bool {
        let bytes = isPEM ? PEMText(bytes)?.decoded ?? [] : bytes
        let fields = DERDamage.fields(of: bytes)
        return zip(fields, fields.dropFirst()).contains { outer, first in
            bytes[outer.start] == 0x30 && first.start == outer.content.lowerBound
                && bytes[first.start] == 0x02 && !bytes[first.content].elementsEqual([0])
        }
    }

    /// Whether the file is not what libcrypto makes of the key that it read: something in it was not
    /// DER, or was skipped.
    private func writesOtherwise(_ theirs: LibcryptoKey) -> Bool {
        guard isPEM else { return theirs.written(format) != bytes }
        let formats =
            isPrivate
            ? [LIBCRYPTO_PRIVATE_PKCS1, LIBCRYPTO_PRIVATE_PKCS8]
            : [LIBCRYPTO_PUBLIC_PKCS1, LIBCRYPTO_PUBLIC_SPKI]
        // Under another label it may be right DER nevertheless.
        let text = PEMText(bytes)
        return !formats.contains {
            text?.holds(theirs.written($0) ?? [], label: PEMText.label(of: $0)) ?? false
        }
    }
}
