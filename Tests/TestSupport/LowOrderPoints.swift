// SPDX-License-Identifier: Apache-2.0

/// The public keys of x25519 with which every shared secret is zero: the curve's and its twist's
/// points of order 1, 2, 4 and 8 by their u coordinates, in all encodings that RFC 7748, section 5
/// has to take for them (a number modulo the prime, and a highest bit that does not count).
package enum LowOrderPoints {
    package static let all: [(name: String, bytes: [UInt8])] = numbers.flatMap { name, number in
        let bytes = [UInt8](hexadecimal: number)
        return [(name, bytes), ("\(name), highest bit set", bytes.dropLast() + [bytes[31] | 0x80])]
    }

    /// Little-endian.
    private static let numbers = [
        ("0", "0000000000000000000000000000000000000000000000000000000000000000"),
        ("1", "0100000000000000000000000000000000000000000000000000000000000000"),
        ("order 8", "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        ("order 8 again", "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        ("p - 1", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        ("p", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        ("p + 1", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ]
}
