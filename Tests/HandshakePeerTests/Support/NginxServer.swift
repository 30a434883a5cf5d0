// SPDX-License-Identifier: Apache-2.0

import Foundation

/// nginx, which answers every request with what it knows of the TLS connection.
struct NginxServer: Sendable {
    let process: PeerProcess
    let port: Int

    var url: String { "https://localhost:\(port)/order/update" }

    static func start(
        certificate: Fixtures.File? = nil,
        asksForCertificate: Bool = false,
        issuesTickets: Bool = true,
        protocols: String = "TLSv1.2",
        ciphers: String = "ALL"
    ) async throws -> NginxServer {
        let fixtures = try Fixtures.get()
        let port = try await PeerServer.freePort()
        let clientLines =
            asksForCertificate
            ? "ssl_verify_client on; ssl_client_certificate \(fixtures.authority.path);" : ""
        let sessionLines =
            issuesTickets ? "" : "ssl_session_tickets off; ssl_session_cache builtin;"
        let configuration = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr info;
            events { worker_connections 16; }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server {
                    listen 127.0.0.1:\(port) ssl;
                    ssl_certificate \((certificate ?? fixtures.server).path);
                    ssl_certificate_key \(fixtures.key.path);
                    ssl_protocols \(protocols);
                    ssl_ciphers \(ciphers);
                    \(clientLines)
                    \(sessionLines)
                    location /files/ {
                        root .;
                        dav_methods PUT;
                        client_max_body_size 20m;
                        create_full_put_path on;
                    }
                    location / {
                        add_header X-Session-Reused $ssl_session_reused;
                        return 200 "$ssl_protocol $ssl_cipher $request_method $content_length \
            $http_x_order client=$ssl_client_s_dn\\n";
                    }
                }
            }
            """
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-peer-nginx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "nginx.conf")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
        let process = try PeerProcess(
            ["nginx", "-p", folder.path, "-c", file.path, "-e", "stderr"],
            environment: ["PATH": "\(path):/usr/sbin"]
        )
        // The last that it says; it listens by then.
        try await process.wait(forText: "event method")
        return NginxServer(process: process, port: port)
    }
}
