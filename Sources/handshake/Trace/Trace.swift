import HandshakeEngine
import Synchronization

/// What passes on one connection, and what each step of the handshake costs.
final class Trace: Sendable {
    enum Role: String, Sendable {
        case client, server
    }

    struct Entry: Sendable {
        /// Since the connection began.
        let time: Duration
        let observation: HandshakeObservation
    }

    let role: Role
    let peer: String
    private let start = ContinuousClock.now
    private let isPrinted: Bool
    private let file: String?
    private let entries = Mutex<[Entry]>([])

    /// `file` is where the sequence diagram goes, if there is to be one.
    init(role: Role, peer: String, isPrinted: Bool, file: String?) {
        self.role = role
        self.peer = peer
        self.isPrinted = isPrinted
        self.file = file
        if isPrinted { StandardError.print("\(role.rawValue), with \(peer)") }
    }

    func add(_ observation: HandshakeObservation) {
        let entry = Entry(time: ContinuousClock.now - start, observation: observation)
        entries.withLock { $0.append(entry) }
        if isPrinted { StandardError.print(Self.line(entry)) }
    }

    /// The connection is over: draws it, if that was asked for.
    func finish() {
        guard let file else { return }
        let diagram = SequenceDiagram(role: role, peer: peer, entries: entries.withLock { $0 })
        do {
            let output = OutputFile(path: file, secrecy: .everyone, replacesExisting: true)
            try output.write(diagram.svg)
        } catch {
            StandardError.print("\(error)")
        }
    }

    private static func line(_ entry: Entry) -> String {
        let time = entry.time.millisecondsInColumn
        switch entry.observation {
        case .message(let direction, let name, let byteCount):
            let arrow = direction == .sent ? "→" : "←"
            return "\(time)  \(arrow) \(name), \(byteCount) bytes"
        case .step(let step, let duration):
            return "\(time)    · \(step.rawValue), \(duration.microsecondsText)"
        }
    }
}
