// SPDX-License-Identifier: Apache-2.0

import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Greeting
import NIOSSL

/// One call of grpc-server's method.
struct GRPCCaller: Client {
    let context: NIOSSLContext
    let port: Int

    func request() async throws {
        let answer = try await withGRPCClient(transport: transport()) { client in
            try await client.unary(
                request: ClientRequest(message: "load"),
                descriptor: .greet,
                serializer: TextCoder(),
                deserializer: TextCoder(),
                options: .defaults
            ) { try $0.message }
        }
        guard answer == "hello load" else {
            throw UnexpectedAnswer(description: "the server answered '\(answer)'")
        }
    }

    /// TLS is put in by hand: the transport's own configuration does not choose groups of key exchange.
    private func transport() throws -> HTTP2ClientTransport.Posix {
        try HTTP2ClientTransport.Posix(
            target: .ipv4(address: "127.0.0.1", port: port),
            transportSecurity: .customSecure,
            config: .defaults { config in
                config.channelDebuggingCallbacks.onCreateTCPConnection = { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: "localhost"),
                            position: .first
                        )
                    }
                }
            }
        )
    }
}
