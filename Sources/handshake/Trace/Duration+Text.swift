// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Duration {
    /// Such as "    12.345 ms": lines stand in columns.
    var millisecondsInColumn: String { String(format: "%10.3f ms", self / .milliseconds(1)) }

    /// Such as "12.35 ms".
    var millisecondsText: String { String(format: "%.2f ms", self / .milliseconds(1)) }

    /// Such as "264.7 µs".
    var microsecondsText: String { String(format: "%.1f µs", self / .microseconds(1)) }
}
