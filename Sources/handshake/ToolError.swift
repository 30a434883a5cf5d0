// SPDX-License-Identifier: Apache-2.0

/// Why a command ends without success: what is wrong, and what to do about it, in one line.
package struct ToolError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description.printable }
}
