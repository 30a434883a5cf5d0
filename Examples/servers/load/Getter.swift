// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// GET / over HTTP/1.1.
struct Getter: Client {
    let context: NIOSSLContext
    let port: Int

    func request() async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: "localhost")
                    )
                    try pipeline.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            let headers: HTTPHeaders = ["host": "localhost"]
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: headers)
            try await outbound.write(.head(head))
            try await outbound.write(.end(nil))
            for try await part in inbound {
                switch part {
                case .head(let head):
                    guard head.status == .ok else {
                        throw UnexpectedAnswer(description: "the server answered \(head.status)")
                    }
                case .body: break
                case .end: return
                }
            }
            throw UnexpectedAnswer(description: "the server closed without an answer")
        }
    }
}
