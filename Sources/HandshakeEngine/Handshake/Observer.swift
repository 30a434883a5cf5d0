/// Whoever wants to hear of messages and steps; costs nothing where nobody does.
struct Observer: Sendable {
    let observe: (@Sendable (HandshakeObservation) -> Void)?

    func message(
        _ direction: HandshakeObservation.Direction,
        _ name: @autoclosure () -> String,
        _ byteCount: Int
    ) {
        observe?(.message(direction, name: name(), byteCount: byteCount))
    }

    /// The time now, if anybody measures.
    var time: ContinuousClock.Instant? { observe == nil ? nil : ContinuousClock.now }

    func step(_ step: HandshakeObservation.Step, since start: ContinuousClock.Instant) {
        observe?(.step(step, ContinuousClock.now - start))
    }

    func measure<Value: ~Copyable, Failure: Error>(
        _ step: HandshakeObservation.Step,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard let observe else { return try body() }
        let start = ContinuousClock.now
        let value = try body()
        observe(.step(step, ContinuousClock.now - start))
        return value
    }
}
