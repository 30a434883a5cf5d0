/// Why a command ends without success: what is wrong, and what to do about it, in one line.
struct ToolError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description.printable }
}
