// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What strangers can cost `serve`, and what they cannot.
@Suite struct ServeLimitTests {
    private static let post = "POST /order/update HTTP/1.1\r\nHost: localhost\r\n"

    private static func post(_ byteCount: Int) -> [UInt8] {
        Array("\(post)Content-Length: \(byteCount)\r\n\r\n".utf8)
            + [UInt8](repeating: UInt8(ascii: "x"), count: byteCount)
    }

    /// Whether the server serves somebody else.
    private func isServed(_ server: ServerProgram, isEcho: Bool = false) throws -> Bool {
        let connection = try TestConnection(server.port)
        try connection.send(isEcho ? "hello" : "\(Self.post)Content-Length: 5\r\n\r\nhello")
        try connection.read { $0.receivedText.hasSuffix("hello") }
        return connection.receivedText.hasSuffix("hello")
    }

    @Test(arguments: [false, true])
    func keepsLittleForAClientThatDoesNotRead(isEcho: Bool) throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + (isEcho ? ["--echo"] : [])
            )
            let before = try server.peakMemory()
            let connection = try TestConnection(server.port)
            let request = Self.post(1 << 20)
            var sentCount = 0
            while sentCount < 400, try connection.send(request, seconds: 1) { sentCount += 1 }
            #expect(sentCount < 100)
            let grown = try server.peakMemory() - before
            #expect(grown < 32 << 20, "\(grown) bytes")
            #expect(try isServed(server, isEcho: isEcho))
            // All that was sent is answered once the client reads, in its order.
            try connection.read { $0.received.count >= (sentCount + 1) << 20 }
            #expect(connection.received.count >= (sentCount + 1) << 20)
            _ = try server.end()
        }
    }

    /// They are answered one after the other, not each within the one before: a stack has an end.
    @Test func answersManyPipelinedRequestsInTheirOrder() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let connection = try TestConnection(server.port)
            let count = 20_000
            var text = ""
            for index in 0..<count {
                let body = "\(index);"
                text += "\(Self.post)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            }
            try connection.send(text, seconds: 1)
            try connection.read { $0.received.suffix(6) == Array("19999;".utf8)[...] }
            let answers = connection.receivedText.components(separatedBy: "\r\n\r\n").dropFirst()
            #expect(answers.count == count)
            #expect(answers.enumerated().allSatisfy { $1.hasPrefix("\($0);") })
            #expect(try server.end().status == 0)
        }
    }

    @Test(arguments: [post + "Content-Length: 100\r\n\r\n", "POST /order"])
    func cutsARequestThatDoesNotArrive(_ beginning: String) throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--request-timeout", "1"]
            )
            let connection = try TestConnection(server.port)
            try connection.send(beginning)
            let start = ContinuousClock.now
            // Never idle for long.
            while !connection.isEnded, ContinuousClock.now - start < .seconds(60) {
                try connection.read(seconds: 0.2) { _ in false }
                if !connection.isEnded { try connection.send("x") }
            }
            #expect(connection.isEnded)
            #expect(connection.receivedText.hasPrefix("HTTP/1.1 408 "))
            #expect(connection.receivedText.contains("connection: close\r\n"))
            #expect(try server.end().status == 0)
        }
    }

    @Test(arguments: [[], ["--echo"]])
    func cutsConnectionsThatStandStill(options: [String]) throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--idle-timeout", "1"] + options
            )
            let silent = try TestConnection(server.port)
            #expect(try silent.readToEnd(seconds: 60) == "")
            #expect(silent.isEnded)
            // One that does not read stands still, too.
            let deaf = try TestConnection(server.port)
            let request = Self.post(1 << 20)
            var sentCount = 0
            while sentCount < 100, try deaf.send(request, seconds: 10) { sentCount += 1 }
            #expect(deaf.isEnded)
            #expect(try server.end().status == 0)
        }
    }

    @Test(arguments: ["--max-connections", "--max-connections-per-address"])
    func letsInAsManyAsItMay(_ option: String) throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential + [option, "2"])
            var connections = [try TestConnection(server.port), try TestConnection(server.port)]
            for _ in 0..<20 {
                #expect(throws: (any Error).self) { try TestConnection(server.port) }
            }
            connections.removeLast()
            let start = ContinuousClock.now
            var isServed = false
            while !isServed, ContinuousClock.now - start < .seconds(60) {
                isServed = (try? self.isServed(server)) == true
            }
            #expect(isServed)
            let (status, notes) = try server.end()
            #expect(status == 0)
            #expect(notes.contains("was not let in: there are 2 connections"))
            #expect(notes.contains("(\(option))\n"))
            #expect(notes.split(separator: "\n").count < 10, "\(notes)")
        }
    }

    @Test func recoversWhenItHasNoDescriptorsLeft() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential, descriptors: 64)
            let sockets = try (0..<80).map { _ in try TestConnection.connect(server.port) }
            let note = try server.note(with: "could not be accepted")
            #expect(note.contains("Too many open files"))
            for socket in sockets { close(socket) }
            #expect(try isServed(server))
            let (status, notes) = try server.end()
            #expect(status == 0)
            // It did not try again and again without a pause.
            #expect(notes.split(separator: "\n").count < 20, "\(notes)")
        }
    }

    @Test func doesNotWaitForWhoReadsItsLog() throws {
        try ToolProgram.withCertificates { tool in
            let output = Pipe()
            let server = try ServerProgram(tool, ToolProgram.serverCredential, output: output)
            let connection = try TestConnection(server.port)
            let long = String(repeating: "y", count: 1_500)
            for _ in 0..<2_000 {
                try connection.send(
                    "POST /order/update?\(long) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok"
                )
                try connection.read { $0.receivedText.hasSuffix("ok") }
                try #require(connection.receivedText.hasSuffix("ok"))
                connection.forgetReceived()
            }
            // Once somebody reads again, it is told how much was dropped.
            var told: [UInt8] = []
            while told.count < 1 << 20 { told += output.fileHandleForReading.availableData }
            #expect(try isServed(server))
            while !String(decoding: told, as: UTF8.self).contains(" lines dropped: ") {
                told += output.fileHandleForReading.availableData
            }

            // Nobody reads the rest, and the program ends nevertheless.
            #expect(try server.end().status == 0)
        }
    }
}
