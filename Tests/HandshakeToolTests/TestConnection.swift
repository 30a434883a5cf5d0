// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import Testing

/// A client that sends what it likes, when it likes, and need not read.
final class TestConnection {
    /// What went wrong on the client's side of a connection.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32
    private var connection: TLSConnection
    private(set) var negotiated: TLSNegotiatedParameters?
    private(set) var session: TLSSession?
    private(set) var received: [UInt8] = []
    /// The server has ended the connection, or reset it.
    private(set) var isEnded = false

    /// Connects to a port of localhost and finishes the handshake; whose certificate the server has
    /// is not looked at.
    init(
        _ port: Int,
        _ configure: (inout TLSClientConfiguration) -> Void = { _ in }
    ) throws {
        descriptor = try Self.connect(port)
        var configuration = TLSClientConfiguration(
            serverName: "localhost",
            trustRoots: TLSTrustRoots([])
        )
        configure(&configuration)
        connection = TLSConnection(client: configuration)
        while negotiated == nil, !isEnded { try exchange(seconds: 10) }
        if negotiated == nil { throw Failure(description: "there was no handshake") }
    }

    deinit { close(descriptor) }

    /// A socket without TLS.
    static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue),
            0
        )
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe Foundation.connect(
                    descriptor,
                    pointer,
                    socklen_t(MemoryLayout<sockaddr_in>.size)
                )
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw Failure(description: "the server cannot be connected to")
        }
        return descriptor
    }

    func forgetReceived() { received = [] }

    var receivedText: String { String(decoding: received, as: UTF8.self) }

    /// Sends text and reads nothing; false if the server does not take all of it for `seconds`.
    @discardableResult
    func send(_ text: String, seconds: Double = 10) throws -> Bool {
        try send(Array(text.utf8), seconds: seconds)
    }

    @discardableResult
    func send(_ bytes: [UInt8], seconds: Double = 10) throws -> Bool {
        try connection.send(bytes.span)
        return try flush(seconds: seconds)
    }

    /// What is left of a send that was not taken goes first.
    private var unsent: ArraySlice<UInt8> = []

    private func flush(seconds: Double) throws -> Bool {
        unsent += connection.takeBytesToSend()
        while !unsent.isEmpty {
            guard Self.waits(for: POLLOUT, descriptor, seconds) else { return false }
            let count = unsafe unsent.withUnsafeBytes { bytes in
                unsafe Foundation.send(
                    descriptor,
                    bytes.baseAddress,
                    bytes.count,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
                )
            }
            if count > 0 {
                unsent = unsent.dropFirst(count)
            } else if errno != EAGAIN {
                isEnded = true
                return false
            }
        }
        return true
    }

    /// Reads until `isEnough`, or the server ends the connection, or sends nothing for `seconds`.
    func read(seconds: Double = 10, until isEnough: (TestConnection) -> Bool) throws {
        while !isEnded, !isEnough(self) {
            guard try exchange(seconds: seconds) else { return }
        }
    }

    /// Reads until the server ends the connection; returns all that came.
    func readToEnd(seconds: Double = 10) throws -> String {
        try read(seconds: seconds) { _ in false }
        return receivedText
    }

    /// Sends what waits, takes in what comes. False if nothing came.
    @discardableResult
    private func exchange(seconds: Double) throws -> Bool {
        _ = try flush(seconds: 0)
        guard Self.waits(for: POLLIN, descriptor, seconds) else { return false }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
        }
        guard count > 0 else {
            isEnded = true
            return true
        }
        connection.receive(buffer.span.extracting(first: count))
        while let event = connection.nextEvent() {
            switch event {
            case .verification(let request): connection.answer(request.id, with: .accepted)
            case .handshakeCompleted(let parameters): negotiated = parameters
            case .applicationData: received += connection.takeApplicationData()
            case .newSession(let new): session = new
            case .peerClosed: isEnded = true
            case .failed(let error): throw Failure(description: "\(error)")
            case .privateKeyOperation: break
            }
        }
        _ = try flush(seconds: 0)
        return true
    }

    private static func waits(for event: Int32, _ descriptor: Int32, _ seconds: Double) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return unsafe poll(&request, 1, Int32(seconds * 1000)) > 0
    }
}
