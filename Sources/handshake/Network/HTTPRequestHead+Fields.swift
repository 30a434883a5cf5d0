// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

extension HTTPRequestHead {
    /// The target's path, whether it is written alone or as a whole address (RFC 9112, section 3.2).
    var path: Substring {
        var target = uri[...]
        let scheme = target.prefix { $0 != ":" && $0 != "/" && $0 != "?" }
        if ["http", "https"].contains(scheme.lowercased()),
            target.dropFirst(scheme.count).hasPrefix("://")
        {
            target = target.dropFirst(scheme.count + "://".count).drop { $0 != "/" && $0 != "?" }
        }
        let path = target.prefix { $0 != "?" }
        return path.isEmpty ? "/" : path
    }

    /// Whether there is one Host field, as HTTP/1.1 must have, and it is a host's name or address
    /// with a port or without (RFC 9112, section 3.2).
    var namesOneHost: Bool {
        let hosts = headers["host"]
        guard let host = hosts.first else { return !isOfHTTP11 }
        return hosts.count == 1 && host.utf8.allSatisfy(Self.isOfHost)
    }

    private var isOfHTTP11: Bool { (version.major, version.minor) >= (1, 1) }

    /// What a host and a port consist of (RFC 3986, section 3.2.2).
    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~%!$&'()*+,;=:[]".utf8.contains(byte)
        }
    }

    enum Expectation {
        case none
        /// The client sends the body once it is told to go on.
        case `continue`
        case unknown
    }

    /// RFC 9110, section 10.1.1; HTTP/1.0 does not know it.
    var expectation: Expectation {
        let expectations = headers[canonicalForm: "expect"]
        guard isOfHTTP11, let first = expectations.first else { return .none }
        return expectations.count == 1 && first.lowercased() == "100-continue"
            ? .continue : .unknown
    }

    /// The body's length in bytes, if it is said; the decoder has checked it.
    var contentLength: Int? { headers.first(name: "content-length").flatMap { Int($0) } }
}
