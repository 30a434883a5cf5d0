/// An alert (RFC 5246, 7.2).
public struct Alert: Hashable, Sendable {
    public enum Level: UInt8, Sendable, CaseIterable {
        case warning = 1
        case fatal = 2
    }

    public let level: Level
    public let description: AlertDescription

    public init(_ level: Level, _ description: AlertDescription) {
        self.level = level
        self.description = description
    }

    /// Reads the fragment of one alert record. Alerts that share or span records are refused.
    package init(parsing fragment: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(fragment)
        guard let level = Level(rawValue: try reader.readUInt8()) else { throw .illegalValue }
        self.level = level
        description = AlertDescription(rawValue: try reader.readUInt8())
        try reader.expectEnd()
    }

    /// The fragment of the alert's record: two bytes.
    package var fragment: [UInt8] { [level.rawValue, description.rawValue] }
}
