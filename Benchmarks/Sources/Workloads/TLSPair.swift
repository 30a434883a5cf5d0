internal import HandshakeEngine
internal import HandshakeRSA

/// A client and a server whose bytes go straight from one to the other.
struct TLSPair: ~Copyable {
    var client: Connection
    var server: Connection
    /// What the client may resume later.
    private(set) var session: Session?
    private var time: SideTime
    private let batcher: RSABatcher?
    private let key: RSAPrivateKey?
    private var completedCount = 0

    /// `batcher` answers the requests for the private key `key`.
    init(
        _ client: consuming Connection,
        _ server: consuming Connection,
        time: SideTime = SideTime(timed: .both),
        batcher: RSABatcher? = nil,
        key: RSAPrivateKey? = nil
    ) {
        self.client = client
        self.server = server
        self.time = time
        self.batcher = batcher
        self.key = key
    }

    /// The whole handshake.
    mutating func shakeHands() async throws {
        while completedCount < 2 {
            let clientStart = time.start(.client)
            let toServer = client.takeBytesToSend()
            time.stop(.client, since: clientStart)

            let serverStart = time.start(.server)
            server.receive(toServer.span)
            while let event = server.nextEvent() {
                if let request = try take(event) { await answerServer(request) }
            }
            let toClient = server.takeBytesToSend()
            time.stop(.server, since: serverStart)

            let start = time.start(.client)
            client.receive(toClient.span)
            while let event = client.nextEvent() {
                if let request = try take(event) { await answerClient(request) }
            }
            time.stop(.client, since: start)
            if toServer.isEmpty && toClient.isEmpty {
                throw OperationFailed(description: "our handshake came to a halt")
            }
        }
    }

    /// Ends both connections; the seconds of the side that was timed.
    consuming func end() -> Double {
        var time = time
        let clientStart = time.start(.client)
        Self.end(client)
        time.stop(.client, since: clientStart)
        let serverStart = time.start(.server)
        Self.end(server)
        time.stop(.server, since: serverStart)
        return time.seconds
    }

    private static func end(_ connection: consuming Connection) {}

    /// What has to be answered.
    private enum Request {
        case verification(VerificationRequest)
        case privateKey(PrivateKeyRequest)
    }

    private mutating func take(_ event: Event) throws -> Request? {
        switch event {
        case .verification(let request): return .verification(request)
        case .privateKeyOperation(let request): return .privateKey(request)
        case .handshakeCompleted: completedCount += 1
        case .newSession(let new): session = new
        case .applicationData, .peerClosed: break
        case .failed(let error):
            throw OperationFailed(description: "our handshake failed: \(error)")
        }
        return nil
    }

    private mutating func answerClient(_ request: Request) async {
        switch request {
        case .verification(let request):
            client.answer(request.id, with: await request.verify())
        case .privateKey(let request):
            client.answer(request.id, with: await answer(request))
        }
    }

    private mutating func answerServer(_ request: Request) async {
        switch request {
        case .verification(let request):
            server.answer(request.id, with: await request.verify())
        case .privateKey(let request):
            server.answer(request.id, with: await answer(request))
        }
    }

    private func answer(_ request: PrivateKeyRequest) async -> PrivateKeyAnswer {
        guard let batcher, let key else { return .failure }
        do throws(RSABatcherError) {
            switch request.operation {
            case .sign(let digest, let scheme):
                return .signature(try await batcher.sign(digest: digest, scheme: scheme, with: key))
            case .decryptPremasterSecret(let ciphertext, let clientVersion):
                return .premasterSecret(
                    try await batcher.decryptPremasterSecret(
                        ciphertext,
                        clientVersion: clientVersion,
                        with: key
                    )
                )
            }
        } catch {
            return .failure
        }
    }
}
