/// A client's side of a session: what it takes to resume it in a later connection.
///
/// It holds the master secret, which is wiped when the last copy goes. Keep it only in memory, and
/// use it only with a server of the same name.
public struct Session: Sendable {
    /// The name of the server that it was made with.
    public var serverName: String { state.serverName }
    package let state: ClientSessionState
}
