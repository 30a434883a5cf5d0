// SPDX-License-Identifier: Apache-2.0

import NIOCore

extension SocketAddress {
    /// The address and its port as `--listen` takes them.
    var text: String {
        guard let host = ipAddress, let port else { return description }
        return Endpoint(host: host, port: port).description
    }
}
