/// The message that says that the sender's records are protected from now on (RFC 5246, section 7.1).
enum ChangeCipherSpec {
    static let fragment: [UInt8] = [1]

    /// Throws unexpected_message for another fragment, as RFC 8446, section 5 has it; RFC 5246 does
    /// not say.
    static func check(_ fragment: Span<UInt8>) throws(ConnectionError) {
        guard fragment.count == 1, fragment[0] == 1 else {
            throw .peerMisbehaved(.unexpectedMessage, reason: "ChangeCipherSpec is not the byte 1")
        }
    }
}
