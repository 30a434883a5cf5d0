/// What a connection begins with that is not TLS, for people.
enum NotTLS {
    /// The first five characters of HTTP's requests and answers.
    private static let beginningsOfHTTP = [
        "GET /", "HEAD ", "POST ", "PUT /", "DELET", "CONNE", "OPTIO", "TRACE", "PATCH", "PRI *",
        "HTTP/",
    ]

    /// `bytes` are the connection's first, five at least, and no record of TLS.
    static func reason(_ bytes: Span<UInt8>) -> String {
        let beginning = [UInt8](bytes.extracting(first: 5))
        if beginningsOfHTTP.contains(String(decoding: beginning, as: UTF8.self)) {
            return "plain HTTP came where TLS was expected"
        }
        if beginning.allSatisfy({ 0x20...0x7E ~= $0 }) {
            return "plain text came where TLS was expected"
        }
        // Two bytes of length with the highest bit set, and CLIENT-HELLO's type (RFC 5246, E.2).
        if beginning[0] & 0x80 != 0, beginning[2] == 1 {
            return "a ClientHello in the form of SSL 2.0 came, which TLS 1.2 does not take"
        }
        return "no TLS came, but a record of unknown type \(beginning[0])"
    }
}
