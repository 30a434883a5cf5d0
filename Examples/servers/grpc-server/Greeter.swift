// SPDX-License-Identifier: Apache-2.0

import GRPCCore
import Greeting

/// The service, registered by hand; usually generated code does it.
struct Greeter: RegistrableRPCService {
    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.registerHandler(
            forMethod: .greet,
            deserializer: TextCoder(),
            serializer: TextCoder()
        ) { request, _ in
            let name = try await ServerRequest(stream: request).message
            return StreamingServerResponse(single: ServerResponse(message: "hello \(name)"))
        }
    }
}
