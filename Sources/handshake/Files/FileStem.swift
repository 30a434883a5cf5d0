// SPDX-License-Identifier: Apache-2.0

/// How files are named after what they hold.
enum FileStem {
    private static let requestSuffix = "-request.pem"

    /// A file name's beginning for a subject's name: "*.example.com" gives "_.example.com".
    static func of(name: String) -> String {
        let stem = String(
            name.map { character in
                let isPlain = character.isASCII && (character.isLetter || character.isNumber)
                return isPlain || character == "." || character == "-" ? character : "_"
            }
        )
        // Neither hidden nor an option.
        return stem.first == "." || stem.first == "-" ? "_" + stem.dropFirst() : stem
    }

    /// The certificate's file for a request's: "localhost-request.pem" gives "localhost.pem".
    static func certificate(forRequest path: String) -> String {
        if path.hasSuffix(requestSuffix) { return path.dropLast(requestSuffix.count) + ".pem" }
        return path + "-certificate.pem"
    }
}
