// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS
import TestSupport
import Testing

extension TLS13Tests {
    @Suite struct RecordErrorTests {
        // MARK: What a peer may send

        @Test func truncatedAnywhere() throws {
            var sealer = try makeSealer()
            let record = try sealer.record([UInt8](repeating: 1, count: 40))
            var opener = try makeOpener()
            for count in 0..<record.count {
                let part = Array(record[..<count])
                let opening = opener.tryOpening(part)
                #expect(opening.error == .truncated)
                #expect(opening.remains.allSatisfy { $0 == 0xa5 })
                let inPlace = opener.tryOpeningInPlace(part)
                #expect(inPlace.error == .truncated)
                #expect(inPlace.remains == part)
            }
            #expect(opener.tryOpening(record + [0]).error == .trailingBytes)
            #expect(opener.sequenceNumber == 0)
        }

        /// The header says a length that there is, and too little of it is left.
        @Test func shortenedAnywhere() throws {
            var sealer = try makeSealer()
            let record = try sealer.record([UInt8](repeating: 1, count: 40))
            var opener = try makeOpener()
            for count in 5..<record.count {
                var part = Array(record[..<count])
                part[3] = 0
                part[4] = UInt8(count - 5)
                let opening = opener.tryOpening(part)
                let expected: RecordError.Code =
                    count < 22 ? .recordTooShort : .authenticationFailed
                #expect(opening.error == expected)
            }
        }

        @Test func anyBitChanged() throws {
            var sealer = try makeSealer()
            let content = [UInt8](repeating: 0x77, count: 50)
            let record = try sealer.record(content, paddingByteCount: 9)
            var opener = try makeOpener()
            for bit in 0..<8 * record.count {
                var forged = record
                forged[bit / 8] ^= 1 << (bit % 8)
                let opening = opener.tryOpeningInPlace(forged)
                #expect(opening.error != nil)
                if opening.error == .authenticationFailed {
                    #expect(opening.remains[5..<65].allSatisfy { $0 == 0 })
                    let other = opener.tryOpening(forged)
                    #expect(other.remains[..<60].allSatisfy { $0 == 0 })
                } else {
                    #expect(opening.remains == forged)
                }
            }
            #expect(opener.tryOpening(record).content == content)
        }

        @Test func headersThatAreNone() throws {
            var opener = try makeOpener()
            func error(_ header: [UInt8], count: Int) -> RecordError.Code? {
                opener.tryOpening(header + [UInt8](repeating: 0, count: count)).error
            }
            for type in UInt8.min ... .max where type != 23 {
                #expect(error([type, 3, 3, 0, 30], count: 30) == .unexpectedContentType)
            }
            for version in [(3, 0), (3, 1), (3, 4), (2, 3), (254, 253)] {
                #expect(
                    error([23, UInt8(version.0), UInt8(version.1), 0, 30], count: 30)
                        == .wrongVersion
                )
            }
            for length in 0..<17 {
                #expect(error([23, 3, 3, 0, UInt8(length)], count: length) == .recordTooShort)
            }
            #expect(error([23, 3, 3, 0, 17], count: 17) == .authenticationFailed)
            #expect(error([23, 3, 3, 0x40, 17], count: 0x4011) == .authenticationFailed)
            #expect(error([23, 3, 3, 0x40, 18], count: 0x4012) == .contentTooLong)
            #expect(error([23, 3, 3, 0xff, 0xff], count: 0xffff) == .contentTooLong)
        }

        /// Authentic, and yet none: only a faulty peer sends it.
        @Test func authenticRecordsWithoutAType() throws {
            let keyBytes = recordKeyBytes
            let key = try AESGCMKey(keyBytes.span)
            func record(_ inner: [UInt8]) throws -> [UInt8] {
                let length = inner.count + 16
                let header: [UInt8] = [23, 3, 3, UInt8(length >> 8), UInt8(length & 255)]
                return header
                    + (try key.seal(
                        inner,
                        nonce: AESGCMNonce(recordNonceBytes),
                        additionalData: header
                    ))
            }
            let cases: [([UInt8], RecordError.Code)] = [
                ([0], .unexpectedContentType),
                ([0, 0, 0, 0], .unexpectedContentType),
                ([7, 7, 7, 20, 0], .unexpectedContentType),
                ([7, 7, 7, 24], .unexpectedContentType),
                ([7, 7, 7, 255, 0, 0], .unexpectedContentType),
                ([22], .emptyContent),
                ([21, 0, 0], .emptyContent),
            ]
            for (inner, error) in cases {
                var opener = try makeOpener()
                let sealed = try record(inner)
                let opening = opener.tryOpening(sealed)
                #expect(opening.error == error)
                #expect(opening.remains[..<inner.count].allSatisfy { $0 == 0 })
                let inPlace = opener.tryOpeningInPlace(sealed)
                #expect(inPlace.error == error)
                #expect(inPlace.remains[5..<5 + inner.count].allSatisfy { $0 == 0 })
                #expect(opener.sequenceNumber == 0)
            }
            var opener = try makeOpener()
            let empty = opener.tryOpening(try record([23, 0, 0]))
            #expect(empty.error == nil)
            #expect(empty.content == [])
        }

        // MARK: What a caller may get wrong

        @Test func keysAndVectorsOfOtherLengths() {
            func error(key: Int, vector: Int) -> [RecordError.Code?] {
                let key = [UInt8](repeating: 0, count: key)
                let vector = [UInt8](repeating: 0, count: vector)
                var errors: [RecordError.Code?] = [nil, nil]
                do throws(RecordError) {
                    _ = try TLS13.RecordSealer(key: key.span, initializationVector: vector.span)
                } catch { errors[0] = error.code }
                do throws(RecordError) {
                    _ = try TLS13.RecordOpener(key: key.span, initializationVector: vector.span)
                } catch { errors[1] = error.code }
                return errors
            }
            #expect(error(key: 16, vector: 12) == [nil, nil])
            #expect(error(key: 32, vector: 12) == [nil, nil])
            for count in [0, 15, 17, 24, 33] {
                #expect(error(key: count, vector: 12) == [.keyLength, .keyLength])
            }
            for count in [0, 4, 11, 13] {
                #expect(
                    error(key: 16, vector: count)
                        == [.initializationVectorLength, .initializationVectorLength]
                )
            }
        }

        @Test func contentThatMayNotBe() throws {
            var sealer = try makeSealer()
            func error(
                _ count: Int,
                padding: Int = 0,
                room: Int,
                _ type: ContentType = .applicationData
            ) -> RecordError.Code? {
                let content = [UInt8](repeating: 0, count: count)
                var record = [UInt8](repeating: 1, count: room)
                do throws(RecordError) {
                    var bytes = record.mutableSpan
                    try sealer.seal(
                        content.span,
                        contentType: type,
                        paddingByteCount: padding,
                        into: &bytes
                    )
                    return nil
                } catch {
                    #expect(record.allSatisfy { $0 == 1 })
                    return error.code
                }
            }
            #expect(error(1 << 14, room: 1 << 15) == nil)
            #expect(error((1 << 14) + 1, room: 1 << 15) == .contentTooLong)
            #expect(error(1 << 14, padding: 1, room: 1 << 15) == .contentTooLong)
            #expect(error(10, padding: .max, room: 100) == .contentTooLong)
            #expect(error(10, padding: -1, room: 100) == .paddingByteCount)
            #expect(error(10, padding: .min, room: 100) == .paddingByteCount)
            #expect(error(1, room: 100, .changeCipherSpec) == .unexpectedContentType)
            #expect(error(10, room: 31) == .noRoom)
            #expect(error(10, room: 0) == .noRoom)
            #expect(error(10, room: 32) == nil)
            #expect(error(10, padding: 3, room: 34) == .noRoom)
            #expect(error(10, padding: 3, room: 35) == nil)
            #expect(error(0, room: 22) == nil)
            for type in [ContentType.alert, .handshake] {
                #expect(error(0, padding: 4, room: 50, type) == .emptyContent)
                #expect(error(1, room: 23, type) == nil)
            }
            #expect(sealer.sequenceNumber == 6)
        }

        @Test func placesOutsideTheBuffer() throws {
            var sealer = try makeSealer()
            func error(_ place: Range<Int>) -> RecordError.Code? {
                var buffer = [UInt8](repeating: 1, count: 100)
                do throws(RecordError) {
                    var bytes = buffer.mutableSpan
                    try sealer.sealInPlace(place, contentType: .handshake, in: &bytes)
                    return nil
                } catch {
                    #expect(buffer.allSatisfy { $0 == 1 })
                    return error.code
                }
            }
            #expect(error(5..<83) == nil)
            #expect(error(5..<84) == .noRoom)
            #expect(error(73..<83) == nil)
            #expect(error(74..<84) == .noRoom)
            #expect(error(4..<14) == .noRoom)
            #expect(error(0..<10) == .noRoom)
            #expect(error(-1..<9) == .noRoom)
            #expect(error(.min ..< .max) == .noRoom)
            #expect(error(.max ..< .max) == .noRoom)
            #expect(error(5..<(.max)) == .contentTooLong)
        }

        @Test func openingNeedsRoomForTheTypeToo() throws {
            var sealer = try makeSealer()
            let record = try sealer.record([1, 2, 3, 4, 5])
            var opener = try makeOpener()
            for room in 0..<6 { #expect(opener.tryOpening(record, room: room).error == .noRoom) }
            #expect(opener.tryOpening(record, room: 6).content == [1, 2, 3, 4, 5])
        }

        // MARK: The key's end

        @Test func theRecordLimitHolds() throws {
            #expect(TLS13.RecordSealer.defaultRecordLimit == 1 << 24)
            var sealer = try makeSealer(recordLimit: 3)
            var opener = try makeOpener(recordLimit: 2)
            var last: [UInt8] = []
            for number in 0..<3 {
                last = try sealer.record([1])
                if number < 2 { #expect(opener.tryOpening(last).error == nil) }
            }
            var error: RecordError.Code?
            do throws(RecordError) { _ = try sealer.record([1]) } catch let thrown {
                error = thrown.code
            }
            #expect(error == .recordLimitReached)
            #expect(opener.tryOpening(last).error == .recordLimitReached)
            #expect(opener.tryOpeningInPlace(last).error == .recordLimitReached)
        }

        @Test func sequenceNumbersDoNotWrap() throws {
            var sealer = try makeSealer(startingAt: .max - 1)
            var opener = try makeOpener(startingAt: .max - 1)
            var record: [UInt8] = []
            for _ in 0..<2 {
                record = try sealer.record([1])
                #expect(opener.tryOpening(record).error == nil)
            }
            var error: RecordError.Code?
            do throws(RecordError) { _ = try sealer.record([1]) } catch let thrown {
                error = thrown.code
            }
            #expect(error == .sequenceNumbersExhausted)
            #expect(opener.tryOpening(record).error == .sequenceNumbersExhausted)
        }
    }
}
