// SPDX-License-Identifier: Apache-2.0

// AES in plain C, bitsliced: eight blocks side by side, no table and no branch.
//
// Bit i of every byte lies in plane i, two words of 64 bits with four blocks each. In a word, bit
// 16·row + 4·column + block stands for that block's byte at that place of the state (FIPS 197, 3.4),
// so that ShiftRows turns each 16 bits and MixColumns turns words by 16.
#ifndef HANDSHAKE_AES_PORTABLE_H
#define HANDSHAKE_AES_PORTABLE_H

#include <stddef.h>
#include <stdint.h>

enum { HANDSHAKE_AES_PORTABLE_BLOCKS = 8, HANDSHAKE_AES_PORTABLE_BYTES = 128 };

typedef struct {
  uint64_t round_keys[15][8];  // planes; a key bit stands in the places of all four blocks
  uint32_t rounds;
} handshake_aes_portable_key;

// key := the schedule of bytes[0 ..< byte_count]; byte_count is 16 or 32.
void handshake_aes_portable_expand(handshake_aes_portable_key *key, const uint8_t *bytes,
                                   size_t byte_count);

// blocks[0 ..< 128] := CIPH(blocks), eight blocks of 16 bytes, in place.
void handshake_aes_portable_encrypt(const handshake_aes_portable_key *key, uint8_t *blocks);

#endif
