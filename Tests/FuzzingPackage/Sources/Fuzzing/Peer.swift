// SPDX-License-Identifier: Apache-2.0

import Dispatch
import HandshakeEngine
import Synchronization
import X509

/// The last line of a connection's key log.
final class KeyLog: Sendable {
    private let line = Mutex("")

    var last: String { line.withLock { $0 } }

    func add(_ text: String) { line.withLock { $0 = text } }
}

private final class VerificationResult: Sendable {
    private let result = Mutex<TLSVerificationResult?>(nil)

    var value: TLSVerificationResult? { result.withLock { $0 } }

    func set(_ value: TLSVerificationResult) { result.withLock { $0 = value } }
}

/// A connection with an owner that does what its events ask for, and sends some data when it is connected.
final class Peer {
    var connection: TLSConnection
    let keyLog: KeyLog
    private(set) var negotiated: TLSNegotiatedParameters?
    private(set) var session: TLSSession?
    private(set) var error: TLSConnectionError?
    private(set) var received: [UInt8] = []
    private let trusted: [Certificate]

    init(_ connection: consuming TLSConnection, _ keyLog: KeyLog, trusted: [Certificate]) {
        self.connection = connection
        self.keyLog = keyLog
        self.trusted = trusted
    }

    var hasBytesToSend: Bool { connection.hasBytesToSend }

    func takeBytesToSend() -> [UInt8] { connection.takeBytesToSend() }

    func exportedSecret() -> [UInt8]? {
        let secret = try? connection.exportKeyingMaterial(label: "fuzzing", byteCount: 32)
        return secret?.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    func receive(_ bytes: [UInt8]) {
        connection.receive(bytes)
        while let event = connection.nextEvent() {
            switch event {
            case .privateKeyOperation:
                Invariant.fails("a credential with a key asks for none")
            case .verification(let request):
                connection.answer(request.id, with: verify(request))
            case .handshakeCompleted(let negotiated):
                Invariant.holds(self.negotiated == nil, "a handshake is completed once")
                Invariant.holds(error == nil, "a connection that failed completes no handshake")
                self.negotiated = negotiated
                try? connection.send([UInt8](repeating: 0x61, count: 40))
                try? connection.send([UInt8](repeating: 0x62, count: 20))
                connection.close()
            case .newSession(let session):
                self.session = session
            case .applicationData:
                Invariant.holds(negotiated != nil, "data comes after the handshake")
                received += connection.takeApplicationData()
            case .peerClosed:
                break
            case .failed(let error):
                Invariant.holds(self.error == nil, "a connection fails once")
                Invariant.holds(!error.description.isEmpty, "an error has a description")
                self.error = error
            }
        }
    }

    /// Verifies in earnest what is not the chain that is known to be good.
    private func verify(_ request: TLSVerificationRequest) -> TLSVerificationResult {
        if request.peerCertificates == trusted { return .accepted }
        let result = VerificationResult()
        let isDone = DispatchSemaphore(value: 0)
        Task.detached {
            result.set(await request.verify())
            isDone.signal()
        }
        isDone.wait()
        guard let answer = result.value else { Invariant.fails("a chain is verified") }
        if case .accepted = answer {
            Invariant.holds(
                request.peerCertificates.first == trusted.first,
                "no certificate is accepted that the authority did not issue"
            )
        }
        return answer
    }
}
