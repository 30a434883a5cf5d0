// SPDX-License-Identifier: Apache-2.0

#include "handshake_sha2.h"
#include "hash_functions.h"
#include "sha2_constants.h"
#include "sha2_words.h"

static const uint64_t k[80] = {SHA512_ROUND_CONSTANTS};

static inline uint64_t rotate_right(uint64_t x, unsigned count) {
  return x >> count | x << (64 - count);
}

// FIPS 180-4, section 4.1.3
static inline uint64_t choose(uint64_t x, uint64_t y, uint64_t z) { return z ^ (x & (y ^ z)); }
static inline uint64_t majority(uint64_t x, uint64_t y, uint64_t z) {
  return (x & y) | (z & (x | y));
}
static inline uint64_t big_sigma0(uint64_t x) {
  return rotate_right(x, 28) ^ rotate_right(x, 34) ^ rotate_right(x, 39);
}
static inline uint64_t big_sigma1(uint64_t x) {
  return rotate_right(x, 14) ^ rotate_right(x, 18) ^ rotate_right(x, 41);
}
static inline uint64_t small_sigma0(uint64_t x) {
  return rotate_right(x, 1) ^ rotate_right(x, 8) ^ x >> 7;
}
static inline uint64_t small_sigma1(uint64_t x) {
  return rotate_right(x, 19) ^ rotate_right(x, 61) ^ x >> 6;
}

// Round t, with the working variables renamed instead of moved: the next round is called with
// the last argument first.
#define ROUND(a, b, c, d, e, f, g, h, i)                                       \
  do {                                                                         \
    const uint64_t sum = h + big_sigma1(e) + choose(e, f, g) + k[t + i] + w[i]; \
    d += sum;                                                                  \
    h = sum + big_sigma0(a) + majority(a, b, c);                               \
  } while (0)

// Word t + 16 of the message schedule, over word t.
#define SCHEDULE(i) \
  w[i] += small_sigma1(w[(i + 14) & 15]) + w[(i + 9) & 15] + small_sigma0(w[(i + 1) & 15])

// out := compression of in with block (FIPS 180-4, section 6.4.2), all words in host order. out may
// be in or lie in block.
static __attribute__((noinline)) void compress_words(uint64_t *out, const uint64_t *in,
                                                     const uint64_t *block) {
  uint64_t w[16];
  for (int i = 0; i < 16; i++) w[i] = block[i];
  uint64_t a = in[0], b = in[1], c = in[2], d = in[3];
  uint64_t e = in[4], f = in[5], g = in[6], h = in[7];
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
    if (t == 64) break;
    // Its indices are constants then.
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) SCHEDULE(i);
  }
  out[0] = in[0] + a, out[1] = in[1] + b, out[2] = in[2] + c, out[3] = in[3] + d;
  out[4] = in[4] + e, out[5] = in[5] + f, out[6] = in[6] + g, out[7] = in[7] + h;
}

static __attribute__((noinline)) void compress_blocks(handshake_hash_state *state,
                                                      const uint8_t *blocks, size_t block_count) {
  uint64_t block[16];
  for (; block_count != 0; block_count--, blocks += 128) {
    for (int i = 0; i < 16; i++) block[i] = load_word64(blocks + 8 * i);
    compress_words(state->words64, state->words64, block);
  }
}

#define BLOCK_BYTES 128
#define FRAME_BYTES 1024
#define UNOPTIMIZED_FRAME_BYTES 4096
#include "block_functions.h"

#define P_HASH_WORD uint64_t
#define P_HASH_WORD_BYTES 8
#define P_HASH_DIGEST_WORDS 6
#define p_hash_compress compress_words
#include "p_hash_single.h"

SHA512_ALGORITHMS(handshake_sha512_portable)

const handshake_hash_kernel handshake_sha512_portable = {
    .name = "portable",
    .algorithms = algorithms,
    .compress = compress,
    .hmac_key = hmac_key,
    .p_hash = p_hash,
};
