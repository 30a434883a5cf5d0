// SPDX-License-Identifier: Apache-2.0

internal import TestSupport

/// The random input of one case, which its seed, group and number make.
struct Draw {
    private var generator: SeededGenerator

    init(seed: UInt64, group: String, number: Int) {
        // FNV-1a of the name; SplitMix64's own step spreads what is near.
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in group.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var mixer = SeededGenerator(seed: seed)
        state ^= mixer.next()
        mixer = SeededGenerator(seed: state)
        generator = SeededGenerator(seed: mixer.next() &+ UInt64(number) &* 0xd134_2543_de82_ef95)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(generator.next() % UInt64(range.count))
    }

    /// True once in so many times.
    mutating func isOne(in count: Int) -> Bool { number(1...count) == 1 }

    mutating func element<Element>(of elements: [Element]) -> Element {
        elements[number(0...elements.count - 1)]
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var index = 0
        while index < count {
            var bits = generator.next()
            for _ in 0..<min(8, count - index) {
                bytes[index] = UInt8(truncatingIfNeeded: bits)
                bits >>= 8
                index += 1
            }
        }
        return bytes
    }

    /// A number of bytes: none, one, around the edges of blocks, or any; rarely a long one.
    mutating func byteCount(upTo maximum: Int) -> Int {
        let count =
            switch number(0...9) {
            case 0: number(0...1)
            case 1...3: 16 * number(0...17) + number(-1...1)
            case 4: 64 * number(0...17) + number(-9...1)
            case 5...8: number(0...300)
            default: number(0...maximum)
            }
        return min(max(count, 0), maximum)
    }

    /// The bytes with a bit changed; none where there are none.
    mutating func withChangedBit(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        var changed = bytes
        changed[number(0...bytes.count - 1)] ^= 1 << UInt8(number(0...7))
        return changed
    }

    /// Where to cut `count` bytes into parts, in order.
    mutating func cuts(_ count: Int) -> [Int] {
        (0..<number(0...3)).map { _ in number(0...count) }.sorted()
    }
}
