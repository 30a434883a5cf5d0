// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// The text with everything escaped that would move a terminal's cursor, end a line, turn the
    /// direction of what follows, or not show at all: names and reasons come from strangers.
    var printable: String {
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isPrintable {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
        if isASCII { return (0x20...0x7E).contains(value) }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            return false
        default:
            return !properties.isDefaultIgnorableCodePoint
        }
    }
}
