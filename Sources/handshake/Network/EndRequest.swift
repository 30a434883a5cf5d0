import Dispatch
import Foundation

/// SIGINT and SIGTERM, none of which is lost once ``expect()`` has returned.
struct EndRequest {
    private let sources: [any DispatchSourceSignal]
    private let signals: AsyncStream<Void>

    static func expect() async -> EndRequest {
        let (signals, continuation) = AsyncStream<Void>.makeStream()
        var sources: [any DispatchSourceSignal] = []
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            await withCheckedContinuation { registration in
                source.setRegistrationHandler { registration.resume() }
                source.resume()
            }
            sources.append(source)
        }
        return EndRequest(sources: sources, signals: signals)
    }

    /// Returns when the first signal has come.
    func wait() async {
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
