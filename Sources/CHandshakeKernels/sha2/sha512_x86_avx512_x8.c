// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq"))), \
                             apply_to = function)

#define VECTOR __m512i
#define LANES 8
#define LANE_WORD_BYTES 8
#define ROUNDS 80
#define ROUND_CONSTANTS SHA512_ROUND_CONSTANTS
#define BIG_SIGMA0_COUNTS 28, 34, 39
#define BIG_SIGMA1_COUNTS 14, 18, 41
#define SMALL_SIGMA0_COUNTS 1, 8, 7
#define SMALL_SIGMA1_COUNTS 19, 61, 6

#define vector_set1(x) _mm512_set1_epi64((long long)(x))
#define vector_add(x, y) _mm512_add_epi64(x, y)
#define vector_shift(x, n) _mm512_srli_epi64(x, n)
#define vector_rotate(x, n) _mm512_ror_epi64(x, n)
// Truth tables of x ⊕ y ⊕ z, of (x ∧ y) ⊕ (¬x ∧ z) and of the majority.
#define vector_xor3(x, y, z) _mm512_ternarylogic_epi64(x, y, z, 0x96)
#define vector_choose(x, y, z) _mm512_ternarylogic_epi64(x, y, z, 0xca)
#define vector_majority(x, y, z) _mm512_ternarylogic_epi64(x, y, z, 0xe8)
#define vector_as_written(x) __asm__("" : "+v"(x))
#define vector_swap_bytes(x) \
  _mm512_shuffle_epi8(x, \
                      _mm512_broadcast_i32x4(_mm_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607)))
#define vector_interleave_low(x, y) \
  ((__m512i)__builtin_shufflevector((__v8di)(x), (__v8di)(y), 0, 8, 1, 9, 2, 10, 3, 11))
#define vector_interleave_high(x, y) \
  ((__m512i)__builtin_shufflevector((__v8di)(x), (__v8di)(y), 4, 12, 5, 13, 6, 14, 7, 15))

#include "sha2_lanes.h"

// The minimums were measured on Zen 5.
const handshake_hash_lanes_kernel handshake_sha512_x86_avx512_x8 = {
    .name = "x86_avx512_x8",
    .required_features = HANDSHAKE_CPU_AVX512,
    .lane_count = LANES,
    .minimum_beside_portable = 2,
    .minimum_beside_instructions = 2,
    .p_hash = p_hash_lanes,
};

#pragma clang attribute pop

#endif
