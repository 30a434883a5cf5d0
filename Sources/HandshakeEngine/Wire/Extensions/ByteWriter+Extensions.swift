extension ByteWriter {
    /// One extension: its number, and what `data` writes.
    mutating func writeExtension(_ type: ExtensionType, _ data: (inout ByteWriter) -> Void) {
        write(type.rawValue)
        writeVector(lengthByteCount: 2, data)
    }

    /// One extension without data.
    mutating func writeExtension(_ type: ExtensionType) { writeExtension(type) { _ in } }
}
