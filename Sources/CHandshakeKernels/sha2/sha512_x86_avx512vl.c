#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,bmi2"))), apply_to = function)

static inline __m128i xor3(__m128i x, __m128i y, __m128i z) {
  return _mm_ternarylogic_epi64(x, y, z, 0x96);
}

static inline __m128i small_sigma0(__m128i x) {
  return xor3(_mm_ror_epi64(x, 1), _mm_ror_epi64(x, 8), _mm_srli_epi64(x, 7));
}

static inline __m128i small_sigma1(__m128i x) {
  return xor3(_mm_ror_epi64(x, 19), _mm_ror_epi64(x, 61), _mm_srli_epi64(x, 6));
}

#include "sha512_x86_rounds.h"

static const handshake_hash_kernel kernel = {compress, hmac_key, p_hash};
static const handshake_hash_algorithm functions[] = SHA512_FUNCTIONS(kernel);

const handshake_hash_algorithm *handshake_sha512_x86_avx512vl(void) { return functions; }

#pragma clang attribute pop

#endif
