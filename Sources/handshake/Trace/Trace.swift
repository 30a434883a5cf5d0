// SPDX-License-Identifier: Apache-2.0

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
        let observation: TLSHandshakeObservation
    }

    let role: Role
    let peer: String
    private let start = ContinuousClock.now
    private let print: (@Sendable (String) -> Void)?
    private let file: String?
    private let entries = Mutex<[Entry]>([])

    /// `print` takes the lines, `file` is where the sequence diagram goes, if there are to be any.
    init(role: Role, peer: String, print: (@Sendable (String) -> Void)?, file: String?) {
        self.role = role
        self.peer = peer
        self.print = print
        self.file = file
        print?("\(role.rawValue), with \(peer)")
    }

    func add(_ observation: TLSHandshakeObservation) {
        let entry = Entry(time: ContinuousClock.now - start, observation: observation)
        if file != nil { entries.withLock { $0.append(entry) } }
        print?(Self.line(entry))
    }

    /// The connection is over: draws it, if that was asked for.
    func finish() {
        guard let file else { return }
        let diagram = SequenceDiagram(role: role, peer: peer, entries: entries.withLock { $0 })
        do {
            let output = OutputFile(path: file, secrecy: .everyone, replacesExisting: true)
            try output.write(diagram.svg)
        } catch {
            StandardError.print(ErrorText.of(error))
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
