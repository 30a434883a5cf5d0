/// A certificate of a PEM text that cannot be read: where it is, and why.
public struct UnreadableCertificate: Error, Equatable, Sendable {
    /// The block and its line, such as "block 2 (CERTIFICATE, line 19)", after the file where this
    /// library chose it.
    public internal(set) var place: String
    /// For people.
    public let reason: String
}

extension UnreadableCertificate: CustomStringConvertible {
    public var description: String { "\(place): \(reason)" }
}
