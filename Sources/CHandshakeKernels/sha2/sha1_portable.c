// SPDX-License-Identifier: Apache-2.0

#include "handshake_sha2.h"
#include "hash_functions.h"
#include "sha2_words.h"

static inline uint32_t rotate_left(uint32_t x, unsigned count) {
  return x << count | x >> (32 - count);
}

// FIPS 180-4, section 4.1.1: the functions and constants of rounds 20·i to 20·i + 19.
static inline uint32_t choose(uint32_t x, uint32_t y, uint32_t z) { return z ^ (x & (y ^ z)); }
static inline uint32_t parity(uint32_t x, uint32_t y, uint32_t z) { return x ^ y ^ z; }
static inline uint32_t majority(uint32_t x, uint32_t y, uint32_t z) {
  return (x & y) | (z & (x | y));
}

#define ROUNDS(first, function, constant)                                               \
  for (int t = first; t < first + 20; t++) {                                            \
    const uint32_t sum = rotate_left(a, 5) + function(b, c, d) + e + constant + w[t];   \
    e = d, d = c, c = rotate_left(b, 30), b = a, a = sum;                               \
  }

// FIPS 180-4, section 6.1.2
static __attribute__((noinline)) void compress_blocks(handshake_hash_state *state,
                                                      const uint8_t *blocks, size_t block_count) {
  uint32_t w[80];
  uint32_t *const h = state->words32;
  for (; block_count != 0; block_count--, blocks += 64) {
    for (int t = 0; t < 16; t++) w[t] = load_word32(blocks + 4 * t);
    for (int t = 16; t < 80; t++) {
      w[t] = rotate_left(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    }
    uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    ROUNDS(0, choose, 0x5a827999)
    ROUNDS(20, parity, 0x6ed9eba1)
    ROUNDS(40, majority, 0x8f1bbcdc)
    ROUNDS(60, parity, 0xca62c1d6)
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
  }
}

#define BLOCK_BYTES 64
#define FRAME_BYTES 1024
#define UNOPTIMIZED_FRAME_BYTES 4096
#include "block_functions.h"

SHA1_ALGORITHMS(handshake_sha1_portable)

const handshake_hash_kernel handshake_sha1_portable = {
    .name = "portable",
    .algorithms = algorithms,
    .compress = compress,
    .hmac_key = hmac_key,
};
