/// Reads the list of extensions at the end of a hello (RFC 5246, 7.4.1.4).
struct ExtensionReader: ~Escapable {
    private var list: ByteReader
    private var seen = ExtensionNumbers()

    /// Reads all that is left of a hello: nothing, or one vector of extensions.
    @_lifetime(copy hello)
    init(restOf hello: consuming ByteReader) throws(WireError) {
        if hello.isAtEnd {
            list = hello
        } else {
            list = ByteReader(try hello.readVector(lengthByteCount: 2))
            try hello.expectEnd()
        }
    }

    var isAtEnd: Bool { list.isAtEnd }

    /// Reads the next extension's header: its number, and a reader for its data.
    ///
    /// Throws `duplicateExtension` for a number that came before.
    @_lifetime(copy self)
    mutating func next(_ number: inout UInt16) throws(WireError) -> ByteReader {
        number = try list.readUInt16()
        guard seen.insert(number) else { throw .duplicateExtension }
        return ByteReader(try list.readVector(lengthByteCount: 2))
    }
}

/// A set of extension numbers, which allocates nothing for the common ones.
private struct ExtensionNumbers {
    private var below64: UInt64 = 0
    private var others: Set<UInt16> = []

    /// Answers whether the number is new.
    mutating func insert(_ number: UInt16) -> Bool {
        guard number < 64 else { return others.insert(number).inserted }
        let bit: UInt64 = 1 << UInt64(number)
        defer { below64 |= bit }
        return below64 & bit == 0
    }
}
