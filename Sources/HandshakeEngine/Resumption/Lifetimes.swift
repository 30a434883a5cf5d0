internal import Foundation

extension Duration {
    var timeInterval: TimeInterval { self / .seconds(1) }
}

extension UInt32 {
    /// The whole seconds of any interval, none of which is a trap: lifetimes have no limit of their
    /// own.
    init(wholeSecondsOf interval: TimeInterval) {
        self.init(Swift.min(Swift.max(0, interval), TimeInterval(UInt32.max)))
    }
}
