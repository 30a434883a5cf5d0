// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi2"))), apply_to = function)

static inline __m128i rotate(__m128i x, int count) {
  return _mm_xor_si128(_mm_srli_epi64(x, count), _mm_slli_epi64(x, 64 - count));
}

static inline __m128i small_sigma0(__m128i x) {
  return _mm_xor_si128(_mm_xor_si128(rotate(x, 1), rotate(x, 8)), _mm_srli_epi64(x, 7));
}

static inline __m128i small_sigma1(__m128i x) {
  return _mm_xor_si128(_mm_xor_si128(rotate(x, 19), rotate(x, 61)), _mm_srli_epi64(x, 6));
}

#include "sha512_x86_rounds.h"

SHA512_ALGORITHMS(handshake_sha512_x86_avx2)

const handshake_hash_kernel handshake_sha512_x86_avx2 = {
    .name = "x86_avx2",
    .required_features = HANDSHAKE_CPU_AVX2 | HANDSHAKE_CPU_BMI2,
    .algorithms = algorithms,
    .compress = compress,
    .hmac_key = hmac_key,
    .p_hash = p_hash,
};

#pragma clang attribute pop

#endif
