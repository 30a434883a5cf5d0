// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// What the order service answers: `POST /order/update` gets back what it brought.
struct OrderAnswer {
    let status: HTTPResponseStatus
    let headers: HTTPHeaders
    let body: ByteBuffer

    private static let path = "/order/update"

    /// The order, as it came.
    init(order: ByteBuffer, to head: HTTPRequestHead) {
        status = .ok
        headers = ["content-type": head.headers.first(name: "content-type") ?? "application/json"]
        body = order
    }

    init(refusal status: HTTPResponseStatus, _ headers: HTTPHeaders = [:]) {
        self.status = status
        var headers = headers
        headers.add(name: "content-type", value: "application/json")
        self.headers = headers
        body = ByteBuffer(string: "{\"error\":\"\(status.reasonPhrase)\"}\n")
    }

    /// What a request gets whatever its body is; `nil` if that is what it depends on.
    init?(refusing head: HTTPRequestHead, maximumBodyByteCount: Int) {
        if !head.namesOneHost {
            self.init(refusal: .badRequest)
        } else if head.path != Self.path {
            self.init(refusal: .notFound)
        } else if head.method != .POST {
            self.init(refusal: .methodNotAllowed, ["allow": "POST"])
        } else if head.expectation == .unknown {
            self.init(refusal: .expectationFailed)
        } else if head.contentLength.map({ $0 > maximumBodyByteCount }) == true {
            self.init(refusal: .payloadTooLarge)
        } else {
            return nil
        }
    }
}
