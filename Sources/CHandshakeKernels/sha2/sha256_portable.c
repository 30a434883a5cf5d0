// SPDX-License-Identifier: Apache-2.0

#include "handshake_sha2.h"
#include "hash_functions.h"
#include "sha2_constants.h"
#include "sha2_words.h"

static const uint32_t k[64] = {SHA256_ROUND_CONSTANTS};

static inline uint32_t rotate_right(uint32_t x, unsigned count) {
  return x >> count | x << (32 - count);
}

// FIPS 180-4, section 4.1.2
static inline uint32_t choose(uint32_t x, uint32_t y, uint32_t z) { return z ^ (x & (y ^ z)); }
static inline uint32_t majority(uint32_t x, uint32_t y, uint32_t z) {
  return (x & y) | (z & (x | y));
}
static inline uint32_t big_sigma0(uint32_t x) {
  return rotate_right(x, 2) ^ rotate_right(x, 13) ^ rotate_right(x, 22);
}
static inline uint32_t big_sigma1(uint32_t x) {
  return rotate_right(x, 6) ^ rotate_right(x, 11) ^ rotate_right(x, 25);
}
static inline uint32_t small_sigma0(uint32_t x) {
  return rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3;
}
static inline uint32_t small_sigma1(uint32_t x) {
  return rotate_right(x, 17) ^ rotate_right(x, 19) ^ x >> 10;
}

// Round t, with the working variables renamed instead of moved: the next round is called with
// the last argument first.
#define ROUND(a, b, c, d, e, f, g, h, i)                                       \
  do {                                                                         \
    const uint32_t sum = h + big_sigma1(e) + choose(e, f, g) + k[t + i] + w[i]; \
    d += sum;                                                                  \
    h = sum + big_sigma0(a) + majority(a, b, c);                               \
  } while (0)

// Word t + 16 of the message schedule, over word t.
#define SCHEDULE(i) \
  w[i] += small_sigma1(w[(i + 14) & 15]) + w[(i + 9) & 15] + small_sigma0(w[(i + 1) & 15])

// out := compression of in with block (FIPS 180-4, section 6.2.2), all words in host order. out may
// be in or lie in block.
static __attribute__((noinline)) void compress_words(uint32_t *out, const uint32_t *in,
                                                     const uint32_t *block) {
  uint32_t w[16];
  for (int i = 0; i < 16; i++) w[i] = block[i];
  uint32_t a = in[0], b = in[1], c = in[2], d = in[3];
  uint32_t e = in[4], f = in[5], g = in[6], h = in[7];
  for (int t = 0;; t += 16) {
    ROUND(a, b, c, d, e, f, g, h, 0);
    ROUND(h, a, b, c, d, e, f, g, 1);
    ROUND(g, h, a, b, c, d, e, f, 2);
    ROUND(f, g, h, a, b, c, d, e, 3);
    ROUND(e, f, g, h, a, b, c, d, 4);
    ROUND(d, e, f, g, h, a, b, c, 5);
    ROUND(c, d, e, f, g, h, a, b, 6);
    ROUND(b, c, d, e, f, g, h, a, 7);
    ROUND(a, b, c, d, e, f, g, h, 8);
    ROUND(h, a, b, c, d, e, f, g, 9);
    ROUND(g, h, a, b, c, d, e, f, 10);
    ROUND(f, g, h, a, b, c, d, e, 11);
    ROUND(e, f, g, h, a, b, c, d, 12);
    ROUND(d, e, f, g, h, a, b, c, 13);
    ROUND(c, d, e, f, g, h, a, b, 14);
    ROUND(b, c, d, e, f, g, h, a, 15);
    if (t == 48) break;
    // Its indices are constants then.
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) SCHEDULE(i);
  }
  out[0] = in[0] + a, out[1] = in[1] + b, out[2] = in[2] + c, out[3] = in[3] + d;
  out[4] = in[4] + e, out[5] = in[5] + f, out[6] = in[6] + g, out[7] = in[7] + h;
}

static __attribute__((noinline)) void compress_blocks(handshake_hash_state *state,
                                                      const uint8_t *blocks, size_t block_count) {
  uint32_t block[16];
  for (; block_count != 0; block_count--, blocks += 64) {
    for (int i = 0; i < 16; i++) block[i] = load_word32(blocks + 4 * i);
    compress_words(state->words32, state->words32, block);
  }
}

#define BLOCK_BYTES 64
#define FRAME_BYTES 1024
#define UNOPTIMIZED_FRAME_BYTES 4096
#include "block_functions.h"

#define P_HASH_WORD uint32_t
#define P_HASH_WORD_BYTES 4
#define P_HASH_DIGEST_WORDS 8
#define p_hash_compress compress_words
#include "p_hash_single.h"

SHA256_ALGORITHMS(handshake_sha256_portable)

const handshake_hash_kernel handshake_sha256_portable = {
    .name = "portable",
    .algorithms = algorithms,
    .compress = compress,
    .hmac_key = hmac_key,
    .p_hash = p_hash,
};
