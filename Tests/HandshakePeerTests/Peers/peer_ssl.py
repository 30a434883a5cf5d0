# SPDX-License-Identifier: Apache-2.0
"""A peer made of Python's ssl module; see peer.py."""

import select
import socket
import ssl
import sys
import threading

import peer

OPENSSL_NAMES = {
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256": "ECDHE-RSA-AES128-GCM-SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": "ECDHE-RSA-AES256-GCM-SHA384",
    "TLS_RSA_WITH_AES_128_GCM_SHA256": "AES128-GCM-SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384": "AES256-GCM-SHA384",
}


def make_context(options):
    is_server = options.role == "server"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(
        OPENSSL_NAMES[options.suite] if options.suite else ":".join(OPENSSL_NAMES.values())
    )
    if options.certificate:
        context.load_cert_chain(options.certificate, options.key)
    if options.protocol:
        context.set_alpn_protocols([options.protocol])
    authority = options.client_ca if is_server else options.ca
    if authority:
        context.load_verify_locations(authority)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def facts(connection):
    return {
        "version": connection.version(),
        "suite": connection.cipher()[0],
        "resumed": connection.session_reused,
        "protocol": connection.selected_alpn_protocol(),
    }


def serve(context):
    listener = socket.create_server(("127.0.0.1", 0))
    peer.say("listening", listener.getsockname()[1])

    def answer(transport):
        try:
            with context.wrap_socket(transport, server_side=True) as connection:
                peer.connected(**facts(connection))
                while data := connection.recv(1 << 16):
                    connection.sendall(data)
                connection.unwrap()
                peer.say("closed")
        except (ssl.SSLError, OSError) as error:
            peer.say("failed", error)

    while True:
        transport, _ = listener.accept()
        transport.settimeout(200)
        threading.Thread(target=answer, args=(transport,), daemon=True).start()


def exchange(connection, data):
    """Sends and reads at the same time, on one thread: an SSL object is not safe for two."""
    connection.setblocking(False)
    sent, received = 0, bytearray()
    while len(received) < len(data):
        try:
            if sent < len(data):
                sent += connection.send(data[sent : sent + (1 << 16)])
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        try:
            chunk = connection.recv(1 << 16)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            select.select([connection], [connection] if sent < len(data) else [], [], 200)
            continue
        if not chunk:
            break
        received += chunk
    connection.settimeout(200)
    return bytes(received)


def connect(context, options):
    session = None
    for _ in range(options.connections):
        transport = socket.create_connection(("127.0.0.1", options.port), timeout=200)
        connection = context.wrap_socket(
            transport, server_hostname=options.host, session=session
        )
        peer.connected(**facts(connection))
        peer.compare(exchange(connection, peer.pattern(options.size)), options.size)
        session = connection.session
        connection.unwrap().close()


options = peer.arguments()
context = make_context(options)
if options.role == "server":
    serve(context)
try:
    connect(context, options)
except (ssl.SSLError, OSError) as error:
    peer.say("failed", error)
    sys.exit(1)
