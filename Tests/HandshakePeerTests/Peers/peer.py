# SPDX-License-Identifier: Apache-2.0
"""What the Python peers have in common: their command line and what they print.

    PEER server --certificate FILE --key FILE [--client-ca FILE] [--suite NAME] [--protocol NAME]
    PEER client --port PORT --ca FILE --host NAME [--certificate FILE --key FILE] [--suite NAME]
                [--protocol NAME] [--size BYTES] [--connections COUNT]
    peer_tlslite.py server|client … --shares HEXADECIMAL,…
    peer_tlslite.py server … --version ssl3|tls10|tls11|tls12|tls13

A server prints `listening PORT` and then echoes on every connection until the peer closes. A client
sends a pattern, reads it back and compares; it tries to resume its session in each connection but
the first. Each connection is one line: `connected NAME=VALUE…`, `echoed COUNT` at a client's end, or
`failed REASON`. With --shares, each connection has the next one for its key share, and the secret that
all low-order shares lead to: zeros. With --version, a server speaks that one alone, with any suite.
"""

import argparse


def arguments():
    parser = argparse.ArgumentParser()
    roles = parser.add_subparsers(dest="role", required=True)
    server, client = roles.add_parser("server"), roles.add_parser("client")
    for role in (server, client):
        role.add_argument("--certificate")
        role.add_argument("--key")
        role.add_argument("--suite")
        role.add_argument("--protocol")
        role.add_argument("--shares")
    server.add_argument("--client-ca")
    server.add_argument("--version")
    client.add_argument("--port", type=int, required=True)
    client.add_argument("--ca", required=True)
    client.add_argument("--host", required=True)
    client.add_argument("--size", type=int, default=1)
    client.add_argument("--connections", type=int, default=1)
    return parser.parse_args()


def say(*words):
    print(*words, flush=True)


def pattern(size):
    """Byte number i is i modulo 251."""
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def connected(**facts):
    say("connected", *(f"{name}={value}" for name, value in facts.items()))


def compare(received, size):
    say(f"echoed {size}" if received == pattern(size) else "failed: other bytes came back")
