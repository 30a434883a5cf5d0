// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS
import TestSupport
import Testing

extension TLS12Tests {
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
                    count < 29 ? .recordTooShort : .authenticationFailed
                #expect(opening.error == expected)
            }
        }

        @Test func anyBitChanged() throws {
            var sealer = try makeSealer()
            let fragment = [UInt8](repeating: 0x77, count: 50)
            let record = try sealer.record(fragment)
            var opener = try makeOpener()
            for bit in 0..<8 * record.count {
                var forged = record
                forged[bit / 8] ^= 1 << (bit % 8)
                let opening = opener.tryOpeningInPlace(forged)
                #expect(opening.error != nil)
                if opening.error == .authenticationFailed {
                    #expect(opening.remains[13..<63].allSatisfy { $0 == 0 })
                    let other = opener.tryOpening(forged)
                    #expect(other.remains[..<50].allSatisfy { $0 == 0 })
                } else {
                    #expect(opening.remains == forged)
                }
            }
            #expect(opener.tryOpening(record).fragment == fragment)
        }

        @Test func headersThatAreNone() throws {
            var opener = try makeOpener()
            func error(_ header: [UInt8], count: Int) -> RecordError.Code? {
                opener.tryOpening(header + [UInt8](repeating: 0, count: count)).error
            }
            for type in UInt8.min ... .max where !(20...23).contains(type) {
                #expect(error([type, 3, 3, 0, 30], count: 30) == .unexpectedContentType)
            }
            for version in [(3, 0), (3, 1), (3, 2), (3, 4), (2, 3), (0, 2), (254, 253)] {
                #expect(
                    error([23, UInt8(version.0), UInt8(version.1), 0, 30], count: 30)
                        == .wrongVersion
                )
            }
            for length in 0..<24 {
                #expect(error([23, 3, 3, 0, UInt8(length)], count: length) == .recordTooShort)
            }
            #expect(error([23, 3, 3, 0, 24], count: 24) == .authenticationFailed)
            #expect(error([23, 3, 3, 0x40, 24], count: 0x4018) == .authenticationFailed)
            #expect(error([23, 3, 3, 0x40, 25], count: 0x4019) == .contentTooLong)
            #expect(error([23, 3, 3, 0xff, 0xff], count: 0xffff) == .contentTooLong)
        }

        // MARK: What a caller may get wrong

        @Test func keysAndNoncesOfOtherLengths() {
            func error(key: Int, nonce: Int) -> [RecordError.Code?] {
                let key = [UInt8](repeating: 0, count: key)
                let nonce = [UInt8](repeating: 0, count: nonce)
                var errors: [RecordError.Code?] = [nil, nil]
                do throws(RecordError) {
                    _ = try TLS12.RecordSealer(key: key.span, initializationVector: nonce.span)
                } catch { errors[0] = error.code }
                do throws(RecordError) {
                    _ = try TLS12.RecordOpener(key: key.span, initializationVector: nonce.span)
                } catch { errors[1] = error.code }
                return errors
            }
            #expect(error(key: 16, nonce: 4) == [nil, nil])
            #expect(error(key: 32, nonce: 4) == [nil, nil])
            for count in [0, 15, 17, 24, 33] {
                #expect(error(key: count, nonce: 4) == [.keyLength, .keyLength])
            }
            for count in [0, 3, 5, 12] {
                #expect(
                    error(key: 16, nonce: count) == [
                        .initializationVectorLength, .initializationVectorLength,
                    ]
                )
            }
        }

        @Test func fragmentsThatMayNotBe() throws {
            var sealer = try makeSealer()
            func error(_ count: Int, room: Int, _ type: ContentType = .applicationData)
                -> RecordError.Code?
            {
                let fragment = [UInt8](repeating: 0, count: count)
                var record = [UInt8](repeating: 1, count: room)
                do throws(RecordError) {
                    var bytes = record.mutableSpan
                    try sealer.seal(fragment.span, contentType: type, into: &bytes)
                    return nil
                } catch {
                    #expect(record.allSatisfy { $0 == 1 })
                    return error.code
                }
            }
            #expect(error(1 << 14, room: 1 << 15) == nil)
            #expect(error((1 << 14) + 1, room: 1 << 15) == .contentTooLong)
            #expect(error(10, room: 38) == .noRoom)
            #expect(error(10, room: 0) == .noRoom)
            #expect(error(10, room: 39) == nil)
            #expect(error(0, room: 29) == nil)
            for type in [ContentType.alert, .handshake, .changeCipherSpec] {
                #expect(error(0, room: 29, type) == .emptyContent)
                #expect(error(1, room: 30, type) == nil)
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
            #expect(error(13..<84) == nil)
            #expect(error(13..<85) == .noRoom)
            #expect(error(74..<84) == nil)
            #expect(error(75..<85) == .noRoom)
            #expect(error(12..<22) == .noRoom)
            #expect(error(0..<10) == .noRoom)
            #expect(error(-1..<9) == .noRoom)
            #expect(error(.min ..< .max) == .noRoom)
            #expect(error(.max ..< .max) == .noRoom)
            #expect(error(13..<(.max)) == .contentTooLong)
        }

        @Test func openingNeedsRoom() throws {
            var sealer = try makeSealer()
            let record = try sealer.record([1, 2, 3, 4, 5])
            var opener = try makeOpener()
            for room in 0..<5 { #expect(opener.tryOpening(record, room: room).error == .noRoom) }
            #expect(opener.tryOpening(record, room: 5).fragment == [1, 2, 3, 4, 5])
        }

        // MARK: The key's end

        @Test func theRecordLimitHolds() throws {
            #expect(TLS12.RecordSealer.defaultRecordLimit == 1 << 24)
            var sealer = try makeSealer(recordLimit: 3)
            var opener = try makeOpener(recordLimit: 2)
            var last: [UInt8] = []
            for number in 0..<3 {
                let remaining = sealer.remainingRecordCount
                #expect(remaining == UInt64(3 - number))
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
            #expect(sealer.sequenceNumber == 3)
            let remaining = sealer.remainingRecordCount
            #expect(remaining == 0)

            var none = try makeSealer(recordLimit: 0)
            error = nil
            do throws(RecordError) { _ = try none.record([1]) } catch let thrown {
                error = thrown.code
            }
            #expect(error == .recordLimitReached)
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
