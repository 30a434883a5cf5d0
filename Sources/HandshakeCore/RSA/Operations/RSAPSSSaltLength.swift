/// How long a PSS signature's salt is.
public enum RSAPSSSaltLength: Sendable, Hashable {
    /// As long as the hash's digest, as TLS 1.3 asks for (RFC 8446 section 4.2.3).
    case digest
    /// This many bytes.
    case bytes(Int)

    func byteCount(_ hash: HashAlgorithm) -> Int {
        switch self {
        case .digest: hash.digestByteCount
        case .bytes(let byteCount): byteCount
        }
    }
}
