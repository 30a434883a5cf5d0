// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define VECTOR __m256i
#define LANES 4
#define LANE_WORD_BYTES 8
#define ROUNDS 80
#define ROUND_CONSTANTS SHA512_ROUND_CONSTANTS
#define BIG_SIGMA0_COUNTS 28, 34, 39
#define BIG_SIGMA1_COUNTS 14, 18, 41
#define SMALL_SIGMA0_COUNTS 1, 8, 7
#define SMALL_SIGMA1_COUNTS 19, 61, 6

#define vector_set1(x) _mm256_set1_epi64x((long long)(x))
#define vector_add(x, y) _mm256_add_epi64(x, y)
#define vector_shift(x, n) _mm256_srli_epi64(x, n)
#define vector_rotate(x, n) \
  _mm256_or_si256(_mm256_srli_epi64(x, n), _mm256_slli_epi64(x, 64 - (n)))
#define vector_xor3(x, y, z) _mm256_xor_si256(x, _mm256_xor_si256(y, z))
#define vector_choose(x, y, z) \
  _mm256_xor_si256(z, _mm256_and_si256(x, _mm256_xor_si256(y, z)))
#define vector_majority(x, y, z) \
  _mm256_or_si256(_mm256_and_si256(x, y), _mm256_and_si256(z, _mm256_or_si256(x, y)))
#define vector_as_written(x) (void)(x)
#define vector_swap_bytes(x) \
  _mm256_shuffle_epi8(x, \
                      _mm256_broadcastsi128_si256( \
                             _mm_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607)))
#define vector_interleave_low(x, y) \
  ((__m256i)__builtin_shufflevector((__v4di)(x), (__v4di)(y), 0, 4, 1, 5))
#define vector_interleave_high(x, y) \
  ((__m256i)__builtin_shufflevector((__v4di)(x), (__v4di)(y), 2, 6, 3, 7))

#include "sha2_lanes.h"

// The minimums were measured on Zen 5.
const handshake_hash_lanes_kernel handshake_sha512_x86_avx2_x4 = {
    .name = "x86_avx2_x4",
    .required_features = HANDSHAKE_CPU_AVX2,
    .lane_count = LANES,
    .minimum_beside_portable = 2,
    .minimum_beside_instructions = 3,
    .p_hash = p_hash_lanes,
};

#pragma clang attribute pop

#endif
