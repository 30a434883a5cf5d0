// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Sends a ClientHello, reads what comes back in the clear, and says no more.
final class HelloExchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let hello: [UInt8]
    private var reader: ServerFlightReader
    private let promise: EventLoopPromise<HelloAnswer>

    private init(
        _ hello: [UInt8],
        _ reader: ServerFlightReader,
        _ promise: EventLoopPromise<HelloAnswer>
    ) {
        self.hello = hello
        self.reader = reader
        self.promise = promise
    }

    /// The answer to a ClientHello. Throws if there is no connection.
    static func run(_ hello: ProbeHello, _ connector: ProbeConnector) async throws -> HelloAnswer {
        let record = try hello.record()
        do {
            return try await connector.exchange { promise in
                [HelloExchange(record, ServerFlightReader(version: hello.version), promise)]
            }
        } catch is ProbeConnector.TimedOut {
            return .timedOut
        }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: hello)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let answer = reader.receive(Array(buffer: unwrapInboundIn(data))) {
            promise.succeed(answer)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.succeed(reader.end())
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.succeed(reader.end())
        context.close(promise: nil)
    }
}
