import Foundation

/// Where notes and traces go, so that standard output holds nothing but results.
enum StandardError {
    static func print(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
