// SPDX-License-Identifier: Apache-2.0

// AES-GCM with AES-NI and PCLMULQDQ: eight blocks of AES side by side, between the products of
// eight blocks of GHASH, which share one reduction.
#if defined(__x86_64__)

#include "handshake_aes_gcm.h"

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("aes,pclmul,ssse3,sse4.1,avx"))), \
                             apply_to = function)

#define INLINE static inline __attribute__((always_inline))

typedef __m128i block;

typedef struct {
  block round_keys[15];
  block powers[9];      // powers[i]: H^(i+1), times x (see prepare_powers)
  block power_sums[9];  // the sum of its halves, for Karatsuba's third product
  size_t key_byte_count;
} context;

typedef struct {
  block low, middle, high;
} product;

INLINE block block_load(const void *bytes) { return _mm_loadu_si128(bytes); }
INLINE void block_store(void *bytes, block x) { _mm_storeu_si128(bytes, x); }
INLINE block block_zero(void) { return _mm_setzero_si128(); }
INLINE block block_xor(block a, block b) { return _mm_xor_si128(a, b); }
INLINE block block_from_words(uint64_t a, uint64_t b) {
  return _mm_set_epi64x((long long)b, (long long)a);
}
INLINE uint64_t block_first_word(block x) { return (uint64_t)_mm_cvtsi128_si64(x); }
INLINE uint64_t block_second_word(block x) { return (uint64_t)_mm_extract_epi64(x, 1); }
INLINE block block_reflect(block x) {
  return _mm_shuffle_epi8(x, _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

// A counter block in reversed order has its 32-bit counter in the lowest lane.
INLINE block counter_from(block j0) { return block_reflect(j0); }
INLINE block counter_plus(block counter, int n) {
  return _mm_add_epi32(counter, _mm_set_epi32(0, 0, 0, n));
}
INLINE block counter_block(block counter) { return block_reflect(counter); }

INLINE uint32_t sub_word(uint32_t word) {
  // ShiftRows does not show where all columns are the same.
  const block x = _mm_aesenclast_si128(_mm_set1_epi32((int)word), _mm_setzero_si128());
  return (uint32_t)_mm_cvtsi128_si32(x);
}

INLINE product product_start(void) {
  return (product){_mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128()};
}

INLINE block halves_sum(block x) { return _mm_xor_si128(x, _mm_shuffle_epi32(x, 0x4e)); }

// sum += x·H^power, by Karatsuba: three multiplications.
INLINE void product_add(const context *c, product *sum, block x, size_t power) {
  const block h = c->powers[power - 1], h_sum = c->power_sums[power - 1];
  sum->low = _mm_xor_si128(sum->low, _mm_clmulepi64_si128(x, h, 0x00));
  sum->high = _mm_xor_si128(sum->high, _mm_clmulepi64_si128(x, h, 0x11));
  sum->middle = _mm_xor_si128(sum->middle, _mm_clmulepi64_si128(halves_sum(x), h_sum, 0x00));
}

// The sum modulo GHASH's polynomial: the lower half is folded into the upper, 64 bits at a time.
INLINE block product_reduce(product sum) {
  const block polynomial = _mm_set_epi64x(0, (long long)UINT64_C(0xc200000000000000));
  block middle = _mm_xor_si128(sum.middle, _mm_xor_si128(sum.low, sum.high));
  block fold = _mm_clmulepi64_si128(sum.low, polynomial, 0x00);
  middle = _mm_xor_si128(middle, _mm_xor_si128(fold, _mm_shuffle_epi32(sum.low, 0x4e)));
  fold = _mm_clmulepi64_si128(middle, polynomial, 0x00);
  return _mm_xor_si128(_mm_xor_si128(sum.high, fold), _mm_shuffle_epi32(middle, 0x4e));
}

// GHASH's polynomials have their bits in reverse order. With its bytes reversed, a block is such a
// polynomial in full reverse, and a plain carry-less product of two comes out one bit too low: H is
// kept one bit up, H·x (Gueron and Kounavis, "Intel Carry-Less Multiplication Instruction").
INLINE void prepare_powers(context *c, block hash_key) {
  const block h = block_reflect(hash_key);
  const uint64_t low = block_first_word(h), high = block_second_word(h);
  const uint64_t carry = 0 - (high >> 63);
  block power = block_from_words(low << 1 | (carry & 1),
                                 (high << 1 | low >> 63) ^ (carry & UINT64_C(0xc200000000000000)));
  c->powers[0] = power;
  c->power_sums[0] = halves_sum(power);
  for (int i = 1; i < 9; i++) {
    product sum = product_start();
    product_add(c, &sum, power, 1);
    power = product_reduce(sum);
    c->powers[i] = power;
    c->power_sums[i] = halves_sum(power);
  }
}

#define FOR_EACH(i, n) _Pragma("clang loop unroll(full)") for (int i = 0; i < (n); i++)

// blocks[i] := CIPH(blocks[i]), n of them.
INLINE void keystream(const context *c, const int rounds, block *blocks, const int n) {
  block key = c->round_keys[0];
  FOR_EACH(i, n) blocks[i] = _mm_xor_si128(blocks[i], key);
  FOR_EACH(round, rounds - 1) {
    key = c->round_keys[round + 1];
    FOR_EACH(i, n) blocks[i] = _mm_aesenc_si128(blocks[i], key);
  }
  key = c->round_keys[rounds];
  FOR_EACH(i, n) blocks[i] = _mm_aesenclast_si128(blocks[i], key);
}

// out[0 ..< 128] := in ^ the keystream from `counter` on; answers GHASH of y and source[0 ..< 128].
// source is in, or the 128 bytes before out.
INLINE block keystream_and_hash(const context *c, const int rounds, block counter,
                                const uint8_t *source, const uint8_t *in, uint8_t *out, block y) {
  block blocks[8], key = c->round_keys[0];
  FOR_EACH(i, 8) blocks[i] = _mm_xor_si128(counter_block(counter_plus(counter, i)), key);
  product sum = product_start();
  FOR_EACH(round, rounds - 1) {
    key = c->round_keys[round + 1];
    FOR_EACH(i, 8) blocks[i] = _mm_aesenc_si128(blocks[i], key);
    if (round < 8) {
      block x = block_reflect(block_load(source + 16 * round));
      if (round == 0) x = _mm_xor_si128(x, y);
      product_add(c, &sum, x, (size_t)(8 - round));
    }
  }
  y = product_reduce(sum);
  key = c->round_keys[rounds];
  // enclast adds its key last: with the input in the key, one instruction does both additions.
  FOR_EACH(i, 8) {
    const block x = _mm_xor_si128(key, block_load(in + 16 * i));
    block_store(out + 16 * i, _mm_aesenclast_si128(blocks[i], x));
  }
  return y;
}

#include "aes_gcm_eight_blocks.h"

const handshake_aes_gcm_kernel handshake_aes_gcm_x86_aesni = {
    .name = "x86_aesni",
    .required_features = HANDSHAKE_CPU_AES | HANDSHAKE_CPU_PCLMULQDQ | HANDSHAKE_CPU_SSSE3 |
                         HANDSHAKE_CPU_SSE41 | HANDSHAKE_CPU_AVX,
    GCM_FUNCTIONS,
};

#pragma clang attribute pop

#endif
