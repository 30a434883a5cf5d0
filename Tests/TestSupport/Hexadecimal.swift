// SPDX-License-Identifier: Apache-2.0

extension Array where Element == UInt8 {
    /// The bytes that a hexadecimal string spells; white space is skipped. Traps on anything else:
    /// vectors are part of the tests' source.
    public init(hexadecimal string: String) {
        let digits = string.filter { !$0.isWhitespace }.map { UInt8($0.hexDigitValue!) }
        precondition(digits.count.isMultiple(of: 2), "odd number of hexadecimal digits")
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The bytes as lower-case hexadecimal digits.
    public var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
