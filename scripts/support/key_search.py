# SPDX-License-Identifier: Apache-2.0
"""Looks for an RSA key in the memory of a process."""

import base64
import re

PIECE_BYTE_COUNT = 32
NAMES = ("d", "p", "q", "d mod (p - 1)", "d mod (q - 1)", "1 / q mod p")
BLOCK_BYTE_COUNT = 16 << 20


def elements(der):
    """The tags and contents of the DER elements in it, one after the other."""
    while der:
        length, start = der[1], 2
        if length > 0x80:
            start += length - 0x80
            length = int.from_bytes(der[2:start], "big")
        yield der[0], der[start:start + length]
        der = der[start + length:]


class Key:
    """What the key looks like in memory: pieces of its private numbers, and of its file's text."""

    text = "its file's text"

    def __init__(self, pem):
        body = "".join(re.findall(r"^[A-Za-z0-9+/=]+$", pem, re.M))
        (_, private_key_info), = elements(base64.b64decode(body))
        *_, private_key = [content for tag, content in elements(private_key_info) if tag == 4]
        (_, numbers), = elements(private_key)
        self.patterns = {}
        for name, (_, number) in zip(NAMES, list(elements(numbers))[3:]):
            for encoding, piece in pieces(int.from_bytes(number, "big")):
                self.patterns[piece] = f"{name} ({encoding})"
        lines = re.findall(r"^[A-Za-z0-9+/]{64}$", pem, re.M)
        # The first lines hold the public modulus and what every key has.
        for line in lines[len(lines) // 2:]:
            self.patterns[line.encode()] = self.text
        self.expression = re.compile(b"|".join(re.escape(pattern) for pattern in self.patterns))

    def found_in(self, process):
        """The names of what is in the writable memory of the process."""
        found = set()
        with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb") as memory:
            for line in maps:
                bounds, access = line.split()[:2]
                if access.startswith("rw"):
                    start, end = (int(bound, 16) for bound in bounds.split("-"))
                    found |= {self.patterns[piece] for piece in self.search(memory, start, end)}
        return sorted(found)

    def search(self, memory, start, end):
        overlap = max(len(pattern) for pattern in self.patterns) - 1
        while start < end:
            memory.seek(start)
            try:
                block = memory.read(min(BLOCK_BYTE_COUNT, end - start))
            except OSError:
                return  # a page that nobody may read, such as a guard
            if not block:
                return
            yield from self.expression.findall(block)
            start += len(block) if start + len(block) >= end else max(1, len(block) - overlap)


def pieces(number):
    """The ends of a number, as bytes either way round, and in digits of 52 bits as the kernels have them."""
    byte_count = (number.bit_length() + 7) // 8
    little = number.to_bytes(byte_count, "little")
    digits = [number >> 52 * index & (1 << 52) - 1 for index in range(-(-number.bit_length() // 52))]
    words = b"".join(digit.to_bytes(8, "little") for digit in digits)
    for encoding, text in (("64-bit limbs", little), ("bytes", little[::-1]), ("52-bit digits", words)):
        yield encoding, text[:PIECE_BYTE_COUNT]
        # Without the end, which may be cut off or stand within a limb.
        yield encoding, text[-PIECE_BYTE_COUNT - 16:-16]
