# SPDX-License-Identifier: Apache-2.0
"""A peer made of tlslite-ng, TLS in Python; see peer.py."""

import socket
import sys
import threading

from Crypto.Cipher import AES
from tlslite.api import (
    HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey,
)
from tlslite.errors import TLSError
from tlslite.keyexchange import ECDHKeyExchange
from tlslite.utils.aesgcm import AESGCM

import peer


def seal(self, nonce, plaintext, data):
    """AES-GCM by pycryptodome: tlslite-ng's own takes minutes for 10 MB."""
    cipher = AES.new(bytes(self.key), AES.MODE_GCM, nonce=bytes(nonce))
    cipher.update(bytes(data))
    return bytearray(b"".join(cipher.encrypt_and_digest(bytes(plaintext))))


def open_sealed(self, nonce, sealed, data):
    cipher = AES.new(bytes(self.key), AES.MODE_GCM, nonce=bytes(nonce))
    cipher.update(bytes(data))
    try:
        return bytearray(cipher.decrypt_and_verify(bytes(sealed[:-16]), bytes(sealed[-16:])))
    except ValueError:
        return None


AESGCM.seal, AESGCM.open = seal, open_sealed


VERSIONS = {"ssl3": (3, 0), "tls10": (3, 1), "tls11": (3, 2), "tls12": (3, 3), "tls13": (3, 4)}


def make_settings(options):
    settings = HandshakeSettings()
    if getattr(options, "version", None):
        settings.minVersion = settings.maxVersion = VERSIONS[options.version]
        return settings
    settings.minVersion = settings.maxVersion = (3, 3)
    settings.cipherNames = ["aes128gcm", "aes256gcm"]
    settings.keyExchangeNames = ["ecdhe_rsa", "rsa"]
    if options.shares:
        settings.keyExchangeNames = ["ecdhe_rsa"]
        settings.eccCurves = settings.keyShares = ["x25519"]
    if options.suite:
        settings.cipherNames = ["aes128gcm" if "AES_128" in options.suite else "aes256gcm"]
        settings.keyExchangeNames = ["ecdhe_rsa" if "ECDHE" in options.suite else "rsa"]
    return settings


def use_shares(shares):
    """Takes the shares in turn, and zeros for their secret, whatever the other side has sent."""
    remaining = iter(shares)
    ECDHKeyExchange.calc_public_value = lambda self, private, *_, **__: next(remaining)
    ECDHKeyExchange.calc_shared_key = lambda self, private, share, *_, **__: bytearray(32)


def read(name):
    with open(name) as file:
        return file.read()


def credential(options):
    """Certificate chain and private key, or nothing of either."""
    if not options.certificate:
        return None, None
    chain = X509CertChain()
    chain.parsePemList(read(options.certificate))
    return chain, parsePEMKey(read(options.key), private=True)


def facts(connection):
    return {
        "version": connection.getVersionName().replace(" ", "v"),
        "suite": connection.session.cipherSuite,
        "resumed": connection.resumed,
        "protocol": (connection.session.appProto or b"").decode() or None,
    }


def protocols(options):
    return [options.protocol.encode()] if options.protocol else None


def serve(options):
    chain, key = credential(options)
    settings, cache = make_settings(options), SessionCache()
    listener = socket.create_server(("127.0.0.1", 0))
    peer.say("listening", listener.getsockname()[1])

    def answer(transport):
        connection = TLSConnection(transport)
        try:
            connection.handshakeServer(
                certChain=chain, privateKey=key, reqCert=bool(options.client_ca),
                sessionCache=cache, settings=settings, alpn=protocols(options),
            )
            has_client = bool(connection.session.clientCertChain)
            if options.client_ca and not has_client:
                raise TLSError("no client certificate")
            peer.connected(**facts(connection))
            while data := connection.read(min=1, max=1 << 14):
                connection.write(data)
            connection.close()
            peer.say("closed")
        except (TLSError, OSError) as error:
            peer.say("failed", repr(error))

    while True:
        transport, _ = listener.accept()
        transport.settimeout(200)
        threading.Thread(target=answer, args=(transport,), daemon=True).start()


def connect(options):
    chain, key = credential(options)
    session = None
    for _ in range(options.connections):
        transport = socket.create_connection(("127.0.0.1", options.port), timeout=200)
        connection = TLSConnection(transport)
        connection.handshakeClientCert(
            certChain=chain, privateKey=key, session=session, settings=make_settings(options),
            serverName=options.host, alpn=protocols(options),
        )
        peer.connected(**facts(connection))
        data = peer.pattern(options.size)
        for start in range(0, options.size, 1 << 20):
            connection.write(data[start : start + (1 << 20)])
        peer.compare(bytes(connection.read(min=options.size, max=options.size)), options.size)
        session = connection.session
        connection.close()


def connect_with_shares(options, shares):
    for _ in shares:
        transport = socket.create_connection(("127.0.0.1", options.port), timeout=200)
        connection = TLSConnection(transport)
        try:
            connection.handshakeClientCert(settings=make_settings(options))
            peer.connected(**facts(connection))
        except (TLSError, OSError) as error:
            peer.say("failed", repr(error))


options = peer.arguments()
if options.shares:
    shares = [bytearray.fromhex(share) for share in options.shares.split(",")]
    use_shares(shares)
if options.role == "server":
    serve(options)
if options.shares:
    connect_with_shares(options, shares)
    sys.exit()
try:
    connect(options)
except (TLSError, OSError) as error:
    peer.say("failed", repr(error))
    sys.exit(1)
