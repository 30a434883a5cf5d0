// SPDX-License-Identifier: Apache-2.0

import HandshakeCore

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Serves one word over TLS 1.2, to one client after the other:
///
///     tls12-server CERTIFICATE.der KEY.pem PORT
@main
enum Server {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let port = UInt16(arguments[3]) else {
            print("usage: tls12-server CERTIFICATE.der KEY.pem PORT")
            exit(2)
        }
        let certificateFile = try SecretBytes(contentsOfFile: arguments[1])
        let certificate = certificateFile.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        let keyFile = try SecretBytes(contentsOfFile: arguments[2])
        let key = try keyFile.withBytes { try RSAPrivateKey(pemRepresentation: $0) }

        signal(SIGPIPE, SIG_IGN)  // a client that has gone is an error of send
        let listener = try Socket(listeningAt: port)
        print("listening on https://localhost:\(port)")
        fflush(nil)
        while true {
            guard let socket = listener.accept() else { continue }
            var connection = Connection(socket, certificate: certificate, key: key)
            print(connection.serve())
            fflush(nil)
        }
    }
}
