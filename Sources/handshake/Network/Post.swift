// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOHTTP1
import NIOPosix

struct Post: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send an HTTPS POST request with TLS 1.2, and print the answer's body.",
        discussion: """
            Ends with status 0 if the answer's status is 2xx; otherwise standard error says what \
            failed.

              handshake post https://localhost:8443/order/update --ca ca.pem \\
                  --data '{"order":42}'
              handshake post https://localhost:8443/order/update --ca ca.pem \\
                  --certificate order-client.pem --key order-client-key.pem \\
                  --header 'X-Request-ID: 7' --data '{"order":42}'
              handshake post https://localhost:8443/order/update --ca ca.pem --data @order.json
              jq .order all.json | handshake post https://localhost:8443/order/update \\
                  --ca ca.pem --data -
            """
    )

    @Argument(help: "Such as https://localhost:8443/order/update.")
    var url: String

    @Option(name: .customLong("header"), help: "A header, as 'Name: value'; once for each header.")
    var headers: [String] = []

    @Option(
        help: """
            The request's body, or @FILE for a file's contents, or - for standard input's; JSON \
            unless a Content-Type header says otherwise.
            """
    )
    var data = ""

    @OptionGroup var client: ClientOptions

    func run() async throws {
        let target = try HTTPTarget(url)
        let body = try RequestBody.read(data)
        let request = try head(target, bodyByteCount: body.readableBytes)
        let trace = client.transport.makeTrace(.client, peer: target.endpoint.description)
        let security = try client.security(
            serverName: client.identity(ofServerAt: target.host).identity,
            trace: trace,
            showing: { StandardError.write($0) }
        )
        let notes: (@Sendable (String) -> Void)? =
            client.verbose ? { @Sendable in StandardError.print($0) } : nil
        let response: HTTPExchange.Response
        do {
            defer { trace?.finish() }
            response = try await HTTPExchange.run(
                request,
                body: body,
                target.endpoint,
                security,
                notes: notes
            )
        } catch {
            throw ToolError(FailureText.of(error, peer: "server"))
        }
        do {
            try FileHandle.standardOutput.write(contentsOf: Array(buffer: response.body))
        } catch {
            throw ToolError("the answer cannot be written: \(ErrorText.of(error))")
        }
        guard (200..<300).contains(response.status.code) else {
            throw ToolError(
                "the server answered \(response.status.code) \(response.status.reasonPhrase)"
            )
        }
    }

    /// RFC 9110, section 5.6.2.
    private static func isOfToken(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
    }

    private func head(_ target: HTTPTarget, bodyByteCount: Int) throws -> HTTPRequestHead {
        var fields = HTTPHeaders()
        for header in headers {
            let name = header.prefix { $0 != ":" }
            let value = header.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
            guard header.contains(":"), !name.isEmpty, name.utf8.allSatisfy(Self.isOfToken),
                value.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\t" })
            else { throw ToolError("a header is written as 'Name: value': \(header)") }
            guard name.lowercased() != "transfer-encoding" else {
                throw ToolError("the body is sent with its length, and no other Transfer-Encoding")
            }
            fields.add(name: String(name), value: value)
        }
        let defaults = [
            ("host", target.authority), ("user-agent", "handshake"), ("accept", "*/*"),
            ("content-type", "application/json"),
        ]
        for (name, value) in defaults where !fields.contains(name: name) {
            fields.add(name: name, value: value)
        }
        fields.replaceOrAdd(name: "content-length", value: "\(bodyByteCount)")
        fields.replaceOrAdd(name: "connection", value: "close")
        return HTTPRequestHead(version: .http1_1, method: .POST, uri: target.path, headers: fields)
    }
}
