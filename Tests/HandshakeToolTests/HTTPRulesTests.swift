// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What RFC 9110 and RFC 9112 ask of `serve`.
@Suite struct HTTPRulesTests {
    private static let close = "Host: localhost\r\nConnection: close\r\n"
    private static let body = "Content-Length: 2\r\n\r\nok"

    /// What the server answers to text that ends the connection.
    private func answer(_ server: ServerProgram, _ text: String) throws -> String {
        let connection = try TestConnection(server.port)
        try connection.send(text)
        return try connection.readToEnd()
    }

    @Test func hostFields() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            for (version, hosts, status) in [
                ("1.1", [], "400"), ("1.1", ["localhost", "localhost"], "400"),
                ("1.1", ["a b"], "400"), ("1.1", ["a/b"], "400"), ("1.1", ["me@a"], "400"),
                ("1.1", ["localhost:8443"], "200"), ("1.1", ["[::1]:8443"], "200"),
                ("1.0", [], "200"), ("1.0", ["localhost"], "200"), ("1.0", ["a", "b"], "400"),
            ] {
                let fields = hosts.map { "Host: \($0)\r\n" }.joined()
                let connection = status == "200" ? "Connection: close\r\n" : ""
                let text =
                    "POST /order/update HTTP/\(version)\r\n\(fields)\(connection)\(Self.body)"
                let answer = try answer(server, text)
                #expect(answer.hasPrefix("HTTP/\(version) \(status) "), "\(text): \(answer)")
                #expect(answer.contains("connection: close\r\n"))
            }
            #expect(try server.end().status == 0)
        }
    }

    @Test func targetsInAbsoluteForm() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            for (target, status) in [
                ("https://localhost:8443/order/update", "200"),
                ("HTTP://localhost/order/update?x=1", "200"), ("https://localhost", "404"),
                ("https://localhost?x=/order/update", "404"),
                ("/https://localhost/order/update", "404"), ("https:/order/update", "400"),
            ] {
                let text = "POST \(target) HTTP/1.1\r\n\(Self.close)\(Self.body)"
                let answer = try answer(server, text)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(target): \(answer)")
            }
            #expect(try server.end().status == 0)
        }
    }

    @Test func expectations() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let post = "POST /order/update HTTP/1.1\r\nHost: localhost\r\n"
            let patient = try TestConnection(server.port)
            for _ in 0..<2 {
                patient.forgetReceived()
                try patient.send(post + "Expect: 100-Continue\r\nContent-Length: 2\r\n\r\n")
                try patient.read { $0.receivedText.hasSuffix("\r\n\r\n") }
                #expect(patient.receivedText == "HTTP/1.1 100 Continue\r\n\r\n")
                try patient.send("ok")
                try patient.read { $0.receivedText.hasSuffix("ok") }
                #expect(patient.receivedText.contains("HTTP/1.1 200 OK\r\n"))
            }
            // Nobody is asked for a body that is refused whatever it is.
            for (head, status) in [
                ("POST /elsewhere HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n", "404"),
                (post + "Content-Length: 1048577\r\n", "413"),
                ("POST /order/update HTTP/1.1\r\nContent-Length: 2\r\n", "400"),
            ] {
                let answer = try answer(server, head + "Expect: 100-continue\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
                #expect(answer.contains("connection: close\r\n"))
            }
            let unknown = try answer(
                server,
                "POST /order/update HTTP/1.1\r\n\(Self.close)Expect: more\r\n\(Self.body)"
            )
            #expect(unknown.hasPrefix("HTTP/1.1 417 "))
            // HTTP/1.0 knows no such thing.
            let old = try answer(
                server,
                "POST /order/update HTTP/1.0\r\nExpect: 100-continue\r\n\(Self.body)"
            )
            #expect(old.hasPrefix("HTTP/1.0 200 "))
            #expect(try server.end().status == 0)
        }
    }

    /// After what the client says is its last request, and after one that the server closes for.
    @Test(arguments: [Self.close, "Connection: keep-alive\r\n"])
    func nothingIsAnsweredAfterTheLastAnswer(fields: String) throws {
        try ToolProgram.withCertificates { tool in
            let output = Pipe()
            let server = try ServerProgram(tool, ToolProgram.serverCredential, output: output)
            let last = "POST /order/update HTTP/1.1\r\n\(fields)\(Self.body)"
            let next = "POST /order/update HTTP/1.1\r\n\(Self.close)\(Self.body)"
            let answer = try answer(server, last + next)
            #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2, "\(answer)")
            #expect(try server.end().status == 0)
            try output.fileHandleForWriting.close()
            let told = try output.fileHandleForReading.readToEnd() ?? Data()
            #expect(String(decoding: told, as: UTF8.self).split(separator: "\n").count == 1)
        }
    }
}
