// SPDX-License-Identifier: Apache-2.0

private import CSignals

/// SIGINT (ctrl-C) and SIGTERM, which end a run after what is under way.
public struct Interruption: Sendable {
    private let signal: Int32

    /// What a shell has for the status of a program that the signal has ended.
    public var exitStatus: Int32 { 128 + signal }

    /// From now on the first signal is only noted. The second ends the program at once.
    public static func note() { signals_note() }

    /// The signal that was noted, if there was one.
    public static var noted: Interruption? {
        let signal = signals_noted()
        return signal == 0 ? nil : Interruption(signal: signal)
    }
}

/// What is under way was left because of a signal.
public struct Interrupted: Error {
    public init() {}
}
