// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define VECTOR __m256i
#define LANES 8
#define LANE_WORD_BYTES 4
#define ROUNDS 64
#define ROUND_CONSTANTS SHA256_ROUND_CONSTANTS
#define BIG_SIGMA0_COUNTS 2, 13, 22
#define BIG_SIGMA1_COUNTS 6, 11, 25
#define SMALL_SIGMA0_COUNTS 7, 18, 3
#define SMALL_SIGMA1_COUNTS 17, 19, 10

#define vector_set1(x) _mm256_set1_epi32((int)(x))
#define vector_add(x, y) _mm256_add_epi32(x, y)
#define vector_shift(x, n) _mm256_srli_epi32(x, n)
#define vector_rotate(x, n) \
  _mm256_or_si256(_mm256_srli_epi32(x, n), _mm256_slli_epi32(x, 32 - (n)))
#define vector_xor3(x, y, z) _mm256_xor_si256(x, _mm256_xor_si256(y, z))
#define vector_choose(x, y, z) \
  _mm256_xor_si256(z, _mm256_and_si256(x, _mm256_xor_si256(y, z)))
#define vector_majority(x, y, z) \
  _mm256_or_si256(_mm256_and_si256(x, y), _mm256_and_si256(z, _mm256_or_si256(x, y)))
#define vector_as_written(x) (void)(x)
#define vector_swap_bytes(x) \
  _mm256_shuffle_epi8(x, \
                      _mm256_broadcastsi128_si256( \
                             _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203)))
#define vector_interleave_low(x, y) \
  ((__m256i)__builtin_shufflevector((__v8si)(x), (__v8si)(y), 0, 8, 1, 9, 2, 10, 3, 11))
#define vector_interleave_high(x, y) \
  ((__m256i)__builtin_shufflevector((__v8si)(x), (__v8si)(y), 4, 12, 5, 13, 6, 14, 7, 15))

#include "sha2_lanes.h"

// The minimums were measured on Zen 5.
const handshake_hash_lanes_kernel handshake_sha256_x86_avx2_x8 = {
    .name = "x86_avx2_x8",
    .required_features = HANDSHAKE_CPU_AVX2,
    .lane_count = LANES,
    .minimum_beside_portable = 2,
    // SHA-NI one by one is faster than eight lanes.
    .minimum_beside_instructions = HANDSHAKE_HASH_LANES_NEVER,
    .p_hash = p_hash_lanes,
};

#pragma clang attribute pop

#endif
