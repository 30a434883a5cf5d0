// SPDX-License-Identifier: Apache-2.0

// What the files of the VAES-512 kernel share: the context and the arithmetic of GHASH.
//
// GHASH (SP 800-38D 6.3, 6.4) numbers bits from the left: the coefficient of x^0 is the top bit of
// the first byte. A block whose bytes are reversed is, as an integer, the bit-reflected polynomial,
// and the carry-less product of two reflected polynomials is the reflected product times x. H is
// therefore kept as H·x, which makes up for it (Gueron and Kounavis, "Intel Carry-Less
// Multiplication Instruction and its Usage for Computing the GCM Mode"). Reflected, the polynomial
// x^128 + x^7 + x^2 + x + 1 reduces a 256-bit product by two multiplications of 64 bits by its
// upper half, 0xc200000000000000.
//
// A vector holds four blocks. The product of two blocks a and b takes three carry-less
// multiplications (Karatsuba): low·low, high·high and (low + high)·(low + high). The sums of the
// halves of H's powers are in the context. On Zen 5 vpclmulqdq of any width starts every second
// cycle and bounds the kernel: three a vector take 6 cycles, ten vaesenc only 5; with four
// multiplications nothing exceeds 8 cycles a vector.
#ifndef AES_GCM_X86_VAES512_H
#define AES_GCM_X86_VAES512_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#include "handshake_aes_gcm.h"

// Round each file's functions.
#define BEGIN_VAES512                                                                            \
  _Pragma("clang attribute push(__attribute__((target(\"avx512f,avx512dq,avx512bw,avx512vl,\"     \
          \"vaes,vpclmulqdq,aes,pclmul,bmi2\"))), apply_to = function)")
#define END_VAES512 _Pragma("clang attribute pop")

BEGIN_VAES512

#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef __m128i block;
typedef __m512i vector;  // four blocks

enum {
  BLOCK = 16,
  VECTOR = 64,
  GROUP = 8,  // vectors that are encrypted and hashed together
  GROUP_BYTE_COUNT = GROUP * VECTOR,
  LONG_GROUP = 16 * VECTOR,  // of the pipeline for long records
  LONG_MINIMUM = 2 * LONG_GROUP,
  POWER_COUNT = 80,  // what the pipeline needs: sixteen vectors, and four that it is late
};

typedef struct {
  // power[i] = H^(POWER_COUNT - i)·x, so that consecutive blocks find their powers by one load.
  // A load may run past H^1: its lanes meet zeros, or are not used.
  block power[POWER_COUNT + 4];
  // sum[i]: the sum of the halves of power[i] in the low, of power[i + 4] in the high half: what
  // two consecutive vectors of data need.
  block sum[POWER_COUNT + 4];
  block round_key[15];
  vector wide_round_key[4];  // 10 to 13 of AES-256 in all lanes: the pipeline reads them from here
  uint32_t round_count;      // 10 or 14
} context;

typedef enum { SEAL, OPEN } direction;

// The kernel's functions, which lie in several files (handshake_aes_gcm.h says what they do).
void handshake_aes_gcm_x86_vaes512_prepare(void *memory, const uint8_t *key, size_t key_byte_count);
void handshake_aes_gcm_x86_vaes512_seal(const void *memory, handshake_aes_gcm_nonce nonce,
                                        const uint8_t *aad, size_t aad_byte_count,
                                        const uint8_t *in, uint8_t *out, size_t byte_count,
                                        uint8_t *tag);
uint32_t handshake_aes_gcm_x86_vaes512_open(const void *memory, handshake_aes_gcm_nonce nonce,
                                            const uint8_t *aad, size_t aad_byte_count,
                                            const uint8_t *in, uint8_t *out, size_t byte_count,
                                            const uint8_t *expected_tag);
void handshake_aes_gcm_x86_vaes512_seal_batch(const handshake_aes_gcm_record *records,
                                              size_t count);
void handshake_aes_gcm_x86_vaes512_open_batch(const handshake_aes_gcm_record *records, size_t count,
                                              uint8_t *ok);

// GHASH's Y after the blocks of bytes, the last padded with zeros, when it was y before; but the
// last block is only added, not yet multiplied by H. byte_count > 0.
block handshake_aes_gcm_x86_vaes512_absorb(const context *c, block y, const uint8_t *bytes,
                                           size_t byte_count);

// The first group_count (≥ 1) groups of LONG_GROUP bytes of a record whose counters begin at 1.
// before is the block of the hash before them, not yet multiplied; answers GHASH's Y after them.
block handshake_aes_gcm_x86_vaes512_long(const context *c, direction direction,
                                         handshake_aes_gcm_nonce nonce, block before,
                                         const uint8_t *in, uint8_t *out, size_t group_count);

// J0 of a nonce that has not 12 bytes (SP 800-38D, 7.1, step 2).
block handshake_aes_gcm_x86_vaes512_hashed_j0(const context *c, const uint8_t *bytes,
                                              size_t byte_count);

// A record whose counters begin anywhere. SEAL writes tag, OPEN reads it; 1, or 0 for a wrong tag.
uint32_t handshake_aes_gcm_x86_vaes512_any_counter(const context *c, direction direction,
                                                   handshake_aes_gcm_nonce nonce,
                                                   const uint8_t *aad, size_t aad_byte_count,
                                                   const uint8_t *in, uint8_t *out,
                                                   size_t byte_count, uint8_t *tag);

// The exponent's place in power and sum.
#define POWER(exponent) (POWER_COUNT - (exponent))

#define XOR3(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0x96)

// The two halves of each block changed round.
#define SWAP(x) _mm512_shuffle_epi32(x, 0x4e)

// Carry-less products of 64-bit halves. HALVES says which: 0x00 low·low, 0x11 high·high.
#define MULTIPLY(a, b, HALVES) _mm512_clmulepi64_epi128(a, b, HALVES)

INLINE block reverse(block x) {
  return _mm_shuffle_epi8(x, _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

INLINE vector reverse_blocks(vector x) {
  return _mm512_shuffle_epi8(x, _mm512_broadcast_i32x4(_mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
                                                                    10, 11, 12, 13, 14, 15)));
}

// The first byte_count ≤ 64 bytes of a vector, as a mask.
INLINE __mmask64 first_bytes(size_t byte_count) { return _bzhi_u64(~0ull, (unsigned)byte_count); }

// Up to 16 bytes, zeros after them; nothing past them is read.
INLINE block load_partial(const uint8_t *bytes, size_t byte_count) {
  return _mm_maskz_loadu_epi8((__mmask16)first_bytes(byte_count), bytes);
}

// Sums of products, not yet reduced; middle is Karatsuba's (low + high)·(low + high).
typedef struct {
  vector low, high, middle;
} product;

INLINE product no_product(void) {
  vector zero = _mm512_setzero_si512();
  return (product){zero, zero, zero};
}

// sum += a·power, power_sum being the sum of its halves in the low half of each block.
INLINE void multiply_add(product *sum, vector a, vector power, vector power_sum) {
  vector a_sum = _mm512_xor_si512(a, SWAP(a));
  sum->low = _mm512_xor_si512(sum->low, MULTIPLY(a, power, 0x00));
  sum->high = _mm512_xor_si512(sum->high, MULTIPLY(a, power, 0x11));
  sum->middle = _mm512_xor_si512(sum->middle, MULTIPLY(a_sum, power_sum, 0x00));
}

// sum += a·power_a + b·power_b. The sums of halves of both vectors share one: power_sums as in
// context.sum, and two unpackings and an addition for a and b together.
INLINE void multiply_add_pair(product *sum, vector a, vector b, vector power_a, vector power_b,
                              vector power_sums) {
  vector sums = _mm512_xor_si512(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
  sum->low = XOR3(sum->low, MULTIPLY(a, power_a, 0x00), MULTIPLY(b, power_b, 0x00));
  sum->high = XOR3(sum->high, MULTIPLY(a, power_a, 0x11), MULTIPLY(b, power_b, 0x11));
  sum->middle = XOR3(sum->middle, MULTIPLY(sums, power_sums, 0x00),
                     MULTIPLY(sums, power_sums, 0x11));
}

// Each lane's sum modulo the polynomial.
INLINE vector reduce(product sum) {
  const vector polynomial = _mm512_set1_epi64((long long)0xc200000000000000ull);
  vector middle = XOR3(sum.middle, sum.low, sum.high);
  middle = XOR3(middle, SWAP(sum.low), MULTIPLY(sum.low, polynomial, 0x00));
  return XOR3(sum.high, SWAP(middle), MULTIPLY(middle, polynomial, 0x00));
}

// The sum of the four blocks.
INLINE block add_lanes(vector x) {
  __m256i y = _mm256_xor_si256(_mm512_castsi512_si256(x), _mm512_extracti64x4_epi64(x, 1));
  return _mm_xor_si128(_mm256_castsi256_si128(y), _mm256_extracti128_si256(y, 1));
}

// Whether a nonce was hashed: its counters do not begin at 1.
INLINE int is_hashed(handshake_aes_gcm_nonce nonce) { return nonce[1] >> 32 != 0; }

// What differs between the counter blocks of a vector, where that is the last byte.
#define LAST_BYTES(a, b, c, d)                                                                    \
  _mm512_set_epi32((d) << 24, 0, 0, 0, (c) << 24, 0, 0, 0, (b) << 24, 0, 0, 0, (a) << 24, 0, 0, 0)

INLINE vector load(const void *bytes) { return _mm512_loadu_si512(bytes); }

INLINE vector broadcast(const block *x) { return _mm512_broadcast_i32x4(_mm_loadu_si128(x)); }

// CIPH_K of one block.
INLINE block encrypt_block(const context *c, block x) {
  x = _mm_xor_si128(x, c->round_key[0]);
  for (uint32_t i = 1; i < c->round_count; i++) x = _mm_aesenc_si128(x, c->round_key[i]);
  return _mm_aesenclast_si128(x, c->round_key[c->round_count]);
}

// One block's product, for what is not worth a vector.
INLINE block multiply_block(block a, block power) {
  product p = no_product();
  vector b = _mm512_zextsi128_si512(power);
  multiply_add(&p, _mm512_zextsi128_si512(a), b, _mm512_xor_si512(b, SWAP(b)));
  return _mm512_castsi512_si128(reduce(p));
}

// [len(A)]64 || [len(C)]64, reflected.
INLINE block length_block(size_t aad_byte_count, size_t byte_count) {
  return _mm_set_epi64x((long long)(aad_byte_count * 8), (long long)(byte_count * 8));
}

END_VAES512

#endif
