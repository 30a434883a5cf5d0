// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq"))), \
                             apply_to = function)

#define VECTOR __m512i
#define LANES 16
#define LANE_WORD_BYTES 4
#define ROUNDS 64
#define ROUND_CONSTANTS SHA256_ROUND_CONSTANTS
#define BIG_SIGMA0_COUNTS 2, 13, 22
#define BIG_SIGMA1_COUNTS 6, 11, 25
#define SMALL_SIGMA0_COUNTS 7, 18, 3
#define SMALL_SIGMA1_COUNTS 17, 19, 10

#define vector_set1(x) _mm512_set1_epi32((int)(x))
#define vector_add(x, y) _mm512_add_epi32(x, y)
#define vector_shift(x, n) _mm512_srli_epi32(x, n)
#define vector_rotate(x, n) _mm512_ror_epi32(x, n)
// Truth tables of x ⊕ y ⊕ z, of (x ∧ y) ⊕ (¬x ∧ z) and of the majority.
#define vector_xor3(x, y, z) _mm512_ternarylogic_epi32(x, y, z, 0x96)
#define vector_choose(x, y, z) _mm512_ternarylogic_epi32(x, y, z, 0xca)
#define vector_majority(x, y, z) _mm512_ternarylogic_epi32(x, y, z, 0xe8)
#define vector_as_written(x) __asm__("" : "+v"(x))
#define vector_swap_bytes(x) \
  _mm512_shuffle_epi8(x, \
                      _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203)))
#define vector_interleave_low(x, y) \
  ((__m512i)__builtin_shufflevector((__v16si)(x), (__v16si)(y), 0, 16, 1, 17, 2, 18, 3, 19, 4, \
                                      20, 5, 21, 6, 22, 7, 23))
#define vector_interleave_high(x, y) \
  ((__m512i)__builtin_shufflevector((__v16si)(x), (__v16si)(y), 8, 24, 9, 25, 10, 26, 11, 27, \
                                      12, 28, 13, 29, 14, 30, 15, 31))

#include "sha2_lanes.h"

// The minimums were measured on Zen 5.
const handshake_hash_lanes_kernel handshake_sha256_x86_avx512_x16 = {
    .name = "x86_avx512_x16",
    .required_features = HANDSHAKE_CPU_AVX512,
    .lane_count = LANES,
    .minimum_beside_portable = 2,
    .minimum_beside_instructions = 7,
    .p_hash = p_hash_lanes,
};

#pragma clang attribute pop

#endif
