#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one script of tlsfuzzer, in terms that this server speaks; the checkout stays as it is.

    tlsfuzzer_conversations.py [--sha256] SCRIPT ARGUMENT…

Most of tlsfuzzer's scripts name suites with CBC where any suite would do, and only some have an
option for another: the names of such suites stand for those with AES-GCM here. Some scripts leave
signature_algorithms out, which means SHA-1: --sha256 puts it, with RSA and SHA-256, into each
ClientHello of TLS 1.2 that has none.
"""

import importlib
import sys

from tlsfuzzer.messages import ClientHelloGenerator
from tlslite.constants import CipherSuite, ExtensionType, HashAlgorithm, SignatureAlgorithm
from tlslite.extensions import SignatureAlgorithmsExtension

KEY_EXCHANGES = ("RSA", "DHE_RSA", "ECDHE_RSA", "ECDHE_ECDSA")
REPLACEMENTS = {
    "AES_128_CBC_SHA": "AES_128_GCM_SHA256", "AES_128_CBC_SHA256": "AES_128_GCM_SHA256",
    "AES_256_CBC_SHA": "AES_256_GCM_SHA384", "AES_256_CBC_SHA256": "AES_256_GCM_SHA384",
    "AES_256_CBC_SHA384": "AES_256_GCM_SHA384",
}


def replace_suites():
    for key_exchange in KEY_EXCHANGES:
        for old, new in REPLACEMENTS.items():
            old, new = (f"TLS_{key_exchange}_WITH_{suite}" for suite in (old, new))
            if hasattr(CipherSuite, old):
                setattr(CipherSuite, old, getattr(CipherSuite, new))


def add_signature_algorithms():
    initialize = ClientHelloGenerator.__init__

    def initialize_with_sha256(self, *arguments, **names):
        initialize(self, *arguments, **names)
        if not self.ssl2 and (self.version or (3, 3)) >= (3, 3):
            algorithms = [(HashAlgorithm.sha256, SignatureAlgorithm.rsa)]
            self.extensions = {
                ExtensionType.signature_algorithms: SignatureAlgorithmsExtension().create(algorithms),
                **(self.extensions or {}),
            }

    ClientHelloGenerator.__init__ = initialize_with_sha256


def main():
    del sys.argv[0]
    replace_suites()
    if sys.argv[0] == "--sha256":
        del sys.argv[0]
        add_signature_algorithms()
    importlib.import_module(f"tlsfuzzer._apps.{sys.argv[0].replace('-', '_')}").main()


if __name__ == "__main__":
    main()
