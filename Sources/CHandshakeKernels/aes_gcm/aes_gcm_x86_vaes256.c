// SPDX-License-Identifier: Apache-2.0

// AES-GCM with VAES and VPCLMULQDQ on 256 bits, for CPUs without AVX-512: the core's eight blocks
// in four registers, long records sixteen blocks at a time, everything else as with AES-NI.
#if defined(__x86_64__)

#include "handshake_aes_gcm.h"

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("vaes,vpclmulqdq,avx2,avx,aes,pclmul,sse4.1"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

typedef __m128i block;
typedef __m256i pair;  // two blocks, the first one in the lower half

// Pairs in the core's eight blocks and in a long record's group; powers of H.
enum { CORE_PAIRS = 4, GROUP_PAIRS = 8, GROUP = 32 * GROUP_PAIRS, POWERS = 2 * GROUP_PAIRS };

typedef struct {
  block round_keys[15];
  block powers[POWERS];           // powers[i]: H^(i+1), times x (see prepare_powers)
  block power_sums[POWERS];       // the sum of its halves, for Karatsuba's third product
  pair pair_powers[GROUP_PAIRS];  // H^16 and H^15, H^14 and H^13, …
  pair pair_sums[GROUP_PAIRS];
  size_t key_byte_count;
} context;

typedef struct {
  block low, middle, high;
} product;

typedef struct {
  pair low, middle, high;
} pair_product;

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
  for (int i = 1; i < POWERS; i++) {
    product sum = product_start();
    product_add(c, &sum, power, 1);
    power = product_reduce(sum);
    c->powers[i] = power;
    c->power_sums[i] = halves_sum(power);
  }
  for (int i = 0; i < GROUP_PAIRS; i++) {
    const int first = POWERS - 1 - 2 * i;
    c->pair_powers[i] = _mm256_set_m128i(c->powers[first - 1], c->powers[first]);
    c->pair_sums[i] = _mm256_set_m128i(c->power_sums[first - 1], c->power_sums[first]);
  }
}

#define FOR_EACH(i, n) _Pragma("clang loop unroll(full)") for (int i = 0; i < (n); i++)

INLINE pair both(block x) { return _mm256_broadcastsi128_si256(x); }

// blocks[i] := CIPH(blocks[i]), n of them, two in a register.
INLINE void keystream(const context *c, const int rounds, block *blocks, const int n) {
  const int count = (n + 1) / 2;
  pair pairs[5];
  pair key = both(c->round_keys[0]);
  FOR_EACH(i, count) {
    const block next = 2 * i + 1 < n ? blocks[2 * i + 1] : block_zero();
    pairs[i] = _mm256_xor_si256(_mm256_set_m128i(next, blocks[2 * i]), key);
  }
  FOR_EACH(round, rounds - 1) {
    key = both(c->round_keys[round + 1]);
    FOR_EACH(i, count) pairs[i] = _mm256_aesenc_epi128(pairs[i], key);
  }
  key = both(c->round_keys[rounds]);
  FOR_EACH(i, count) {
    pairs[i] = _mm256_aesenclast_epi128(pairs[i], key);
    blocks[2 * i] = _mm256_castsi256_si128(pairs[i]);
    if (2 * i + 1 < n) blocks[2 * i + 1] = _mm256_extracti128_si256(pairs[i], 1);
  }
}

INLINE pair pair_load(const uint8_t *bytes) { return _mm256_loadu_si256((const pair *)bytes); }

INLINE pair pair_reflect(pair x) {
  return _mm256_shuffle_epi8(
      x, both(_mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)));
}

INLINE pair_product pair_product_start(void) {
  return (pair_product){_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
}

// sum += x·pair_powers[i].
INLINE void pair_product_add(const context *c, pair_product *sum, pair x, const int i) {
  const pair h = c->pair_powers[i], h_sum = c->pair_sums[i];
  const pair x_sum = _mm256_xor_si256(x, _mm256_shuffle_epi32(x, 0x4e));
  sum->low = _mm256_xor_si256(sum->low, _mm256_clmulepi64_epi128(x, h, 0x00));
  sum->high = _mm256_xor_si256(sum->high, _mm256_clmulepi64_epi128(x, h, 0x11));
  sum->middle = _mm256_xor_si256(sum->middle, _mm256_clmulepi64_epi128(x_sum, h_sum, 0x00));
}

INLINE block pair_product_reduce(pair_product sum) {
#define ADD_HALVES(x) _mm_xor_si128(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1))
  return product_reduce(
      (product){ADD_HALVES(sum.low), ADD_HALVES(sum.middle), ADD_HALVES(sum.high)});
#undef ADD_HALVES
}

// The pair `i` of what is hashed, y added to the first one.
INLINE pair pair_to_hash(const uint8_t *source, const int i, block y) {
  const pair x = pair_reflect(pair_load(source + 32 * i));
  return i == 0 ? _mm256_xor_si256(x, _mm256_zextsi128_si256(y)) : x;
}

// out := in ^ the keystream from `counter` on, `count` pairs; answers GHASH of y and as much of
// source, if there is one: a pair between two rounds of AES.
INLINE block crypt_pairs(const context *c, const int rounds, const int count, block counter,
                         const uint8_t *source, const uint8_t *in, uint8_t *out, block y) {
  pair pairs[GROUP_PAIRS], key = both(c->round_keys[0]);
  FOR_EACH(i, count) {
    const pair step = _mm256_set_epi32(0, 0, 0, 2 * i + 1, 0, 0, 0, 2 * i);
    pairs[i] = _mm256_xor_si256(pair_reflect(_mm256_add_epi32(both(counter), step)), key);
  }
  pair_product sum = pair_product_start();
  FOR_EACH(round, rounds - 1) {
    key = both(c->round_keys[round + 1]);
    FOR_EACH(i, count) pairs[i] = _mm256_aesenc_epi128(pairs[i], key);
    // Keeps the compiler from drawing later products up here: it has no registers for them.
    __asm__ volatile("" : "+x"(sum.low), "+x"(sum.middle), "+x"(sum.high)::"memory");
    if (source != NULL && round < count)
      pair_product_add(c, &sum, pair_to_hash(source, round, y), GROUP_PAIRS - count + round);
  }
  if (source != NULL) y = pair_product_reduce(sum);
  key = both(c->round_keys[rounds]);
  // enclast adds its key last: with the input in the key, one instruction does both additions.
  FOR_EACH(i, count) {
    const pair x = _mm256_xor_si256(key, pair_load(in + 32 * i));
    _mm256_storeu_si256((pair *)(out + 32 * i), _mm256_aesenclast_epi128(pairs[i], x));
  }
  return y;
}

// out[0 ..< 128] := in ^ the keystream from `counter` on; answers GHASH of y and source[0 ..< 128].
// source is in, or the 128 bytes before out.
INLINE block keystream_and_hash(const context *c, const int rounds, block counter,
                                const uint8_t *source, const uint8_t *in, uint8_t *out, block y) {
  return crypt_pairs(c, rounds, CORE_PAIRS, counter, source, in, out, y);
}

// Four registers side by side leave the AES units idle half of the time, and from one y to the next
// takes as long as their rounds: long records go by sixteen blocks (16,384 bytes on Zen 5:
// 13.9 GB/s instead of 10.7).
#define HAS_LONG_RUN

// The first whole groups of a record, at least one: crypts them, moves counter on, and answers
// GHASH of y and their ciphertext.
INLINE block long_run(const context *c, const int rounds, const int is_seal, block *counter,
                      block y, const uint8_t *in, uint8_t *out, size_t group_count) {
  const uint8_t *const end = in + GROUP * group_count;
  if (is_seal) {
    crypt_pairs(c, rounds, GROUP_PAIRS, *counter, NULL, in, out, y);
    *counter = counter_plus(*counter, 2 * GROUP_PAIRS);
    in += GROUP, out += GROUP;
  }
  for (; in != end; in += GROUP, out += GROUP) {
    const uint8_t *source = is_seal ? out - GROUP : in;
    y = crypt_pairs(c, rounds, GROUP_PAIRS, *counter, source, in, out, y);
    *counter = counter_plus(*counter, 2 * GROUP_PAIRS);
  }
  if (!is_seal) return y;
  pair_product sum = pair_product_start();
  FOR_EACH(i, GROUP_PAIRS) pair_product_add(c, &sum, pair_to_hash(out - GROUP, i, y), i);
  return pair_product_reduce(sum);
}

#include "aes_gcm_eight_blocks.h"

const handshake_aes_gcm_kernel handshake_aes_gcm_x86_vaes256 = {
    .name = "x86_vaes256",
    .required_features = HANDSHAKE_CPU_VAES | HANDSHAKE_CPU_VPCLMULQDQ | HANDSHAKE_CPU_AVX2 |
                         HANDSHAKE_CPU_AES | HANDSHAKE_CPU_PCLMULQDQ | HANDSHAKE_CPU_SSSE3 |
                         HANDSHAKE_CPU_SSE41 | HANDSHAKE_CPU_AVX,
    GCM_FUNCTIONS,
};

#pragma clang attribute pop

#endif
