// SPDX-License-Identifier: Apache-2.0

// Compressions of SHA-256 (FIPS 180-4, section 6.2.2) on the SHA extensions, from registers to
// registers: a state keeps the order that SHA256RNDS2 takes it in from one compression to the next.
// Included by one kernel, inside its target attributes.
#include <immintrin.h>

#include "sha2_constants.h"

static const uint32_t k[64] __attribute__((aligned(16))) = {SHA256_ROUND_CONSTANTS};

#define INLINE static inline __attribute__((always_inline))
// States and messages go in and out in registers.
#define IN_REGISTERS static __attribute__((noinline, regcall))

// The working variables as SHA256RNDS2 takes them, high lane first: a b e f and c d g h.
typedef struct {
  __m128i abef, cdgh;
} variables;

typedef struct {
  variables first, second;
} variables_pair;

// The sixteen words of a message block, in the host's byte order.
typedef struct {
  __m128i w[4];
} message;

INLINE variables load_state(const uint32_t state[8]) {
  const __m128 abcd = _mm_loadu_ps((const float *)state);
  const __m128 efgh = _mm_loadu_ps((const float *)(state + 4));
  return (variables){_mm_castps_si128(_mm_shuffle_ps(efgh, abcd, _MM_SHUFFLE(0, 1, 0, 1))),
                     _mm_castps_si128(_mm_shuffle_ps(efgh, abcd, _MM_SHUFFLE(2, 3, 2, 3)))};
}

INLINE __m128i words_abcd(variables v) {
  const __m128 abef = _mm_castsi128_ps(v.abef), cdgh = _mm_castsi128_ps(v.cdgh);
  return _mm_castps_si128(_mm_shuffle_ps(abef, cdgh, _MM_SHUFFLE(2, 3, 2, 3)));
}

INLINE __m128i words_efgh(variables v) {
  const __m128 abef = _mm_castsi128_ps(v.abef), cdgh = _mm_castsi128_ps(v.cdgh);
  return _mm_castps_si128(_mm_shuffle_ps(abef, cdgh, _MM_SHUFFLE(0, 1, 0, 1)));
}

INLINE void store_state(uint32_t state[8], variables v) {
  _mm_storeu_si128((__m128i *)state, words_abcd(v));
  _mm_storeu_si128((__m128i *)(state + 4), words_efgh(v));
}

// Big-endian words to the host's order and back.
INLINE __m128i swap_words(__m128i bytes) {
  return _mm_shuffle_epi8(bytes, _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

INLINE __m128i load_words(const uint8_t *bytes) {
  return swap_words(_mm_loadu_si128((const __m128i *)bytes));
}

INLINE void store_words(uint8_t *bytes, __m128i words) {
  _mm_storeu_si128((__m128i *)bytes, swap_words(words));
}

INLINE message load_message(const uint8_t *block) {
  return (message){
      {load_words(block), load_words(block + 16), load_words(block + 32), load_words(block + 48)}};
}

INLINE variables add(variables a, variables b) {
  return (variables){_mm_add_epi32(a.abef, b.abef), _mm_add_epi32(a.cdgh, b.cdgh)};
}

// Whether a compression waits for its message, because the compression before gave it.
typedef enum { known, fresh } arrival;

// Rounds 4·group to 4·group + 3, and the four message words that come 16 rounds later. group is a
// constant after unrolling, so the words stay in registers.
INLINE void four_rounds(variables *v, message *m, int group, arrival words) {
  __m128i *const w = m->w;
  const __m128i constants = _mm_load_si128((const __m128i *)(k + 4 * group));
  const __m128i sum = _mm_add_epi32(w[group & 3], constants);
  v->cdgh = _mm_sha256rnds2_epu32(v->cdgh, v->abef, sum);
  if (group < 12) {
    const __m128i before = w[(group + 2) & 3], last = w[(group + 3) & 3];
    const __m128i partial = _mm_sha256msg1_epu32(w[group & 3], w[(group + 1) & 3]);
    if (words == fresh) {
      // From word to word by ALIGNR, ADD and MSG2 the schedule takes longer than the rounds. Of
      // W[t - 7] only the last comes from the words just made, and nothing of these four needs it.
      const __m128i late = _mm_slli_si128(last, 12);
      const __m128i early = _mm_add_epi32(partial, _mm_srli_si128(before, 4));
      w[group & 3] = _mm_add_epi32(_mm_sha256msg2_epu32(early, last), late);
    } else {
      const __m128i w7 = _mm_alignr_epi8(last, before, 4);
      w[group & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(partial, w7), last);
    }
  }
  v->abef = _mm_sha256rnds2_epu32(v->abef, v->cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

INLINE variables compress_block(variables start, message m, arrival words) {
  variables v = start;
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) four_rounds(&v, &m, group, words);
  return add(v, start);
}

IN_REGISTERS variables compress_one(variables start, message m) {
  return compress_block(start, m, known);
}

IN_REGISTERS variables compress_fresh(variables start, message m) {
  return compress_block(start, m, fresh);
}

// A compression under way, to be carried out in turns with another one: a compression alone waits
// four cycles for each SHA256RNDS2, and the CPU starts one every two.
typedef struct {
  variables now, start;
  message m;
} compression;

INLINE compression begin(variables start, message m) { return (compression){start, start, m}; }

INLINE variables end(compression c) { return add(c.now, c.start); }

INLINE void take_turn(compression *c, int group, arrival words) {
  four_rounds(&c->now, &c->m, group, words);
  // The compiler would otherwise gather one compression's rounds, further apart than the CPU looks
  // ahead.
  __asm__ volatile("" : "+x"(c->now.abef), "+x"(c->now.cdgh));
}

IN_REGISTERS variables_pair compress_pair(variables start0, message m0, variables start1,
                                          message m1) {
  compression first = begin(start0, m0), second = begin(start1, m1);
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) {
    take_turn(&first, group, known);
    take_turn(&second, group, known);
  }
  return (variables_pair){end(first), end(second)};
}
