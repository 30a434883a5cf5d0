// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Values by number, made in order when they are first asked for, and kept.
///
/// What takes long to make is made before the first fork, so that every run finds the same.
final class Numbered<Value: Sendable>: Sendable {
    private let make: @Sendable (Int) throws -> Value
    private let made = Mutex<[Value]>([])

    init(_ make: @escaping @Sendable (Int) throws -> Value) { self.make = make }

    func value(_ number: Int) throws -> Value {
        try made.withLock { made in
            while made.count <= number { made.append(try make(made.count)) }
            return made[number]
        }
    }
}
