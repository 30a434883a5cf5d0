import NIOCore

/// The last handler of a server's connection: says why it failed, and closes it.
final class FailureReporter: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let address = context.remoteAddress?.text ?? "a client"
        StandardError.print("\(address): \(FailureText.of(error, peer: "client"))")
        context.close(promise: nil)
    }
}
