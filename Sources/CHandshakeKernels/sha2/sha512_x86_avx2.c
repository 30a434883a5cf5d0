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

static const handshake_hash_kernel kernel = {compress, hmac_key, p_hash};
static const handshake_hash_algorithm functions[] = SHA512_FUNCTIONS(kernel);

const handshake_hash_algorithm *handshake_sha512_x86_avx2(void) { return functions; }

#pragma clang attribute pop

#endif
