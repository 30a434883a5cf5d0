#if defined(__x86_64__)

#include <immintrin.h>

#include "handshake_sha2.h"
#include "sha2_constants.h"
#include "wipe_inline.h"

#pragma clang attribute push(__attribute__((target("sha,sse4.1,ssse3"))), apply_to = function)

static const uint32_t k[64] __attribute__((aligned(16))) = {SHA256_ROUND_CONSTANTS};

#define INLINE static inline __attribute__((always_inline))

// The working variables as SHA256RNDS2 takes them, high lane first: a b e f and c d g h.
typedef struct {
  __m128i abef, cdgh;
} variables;

INLINE variables load_state(const uint32_t state[8]) {
  const __m128 abcd = _mm_loadu_ps((const float *)state);
  const __m128 efgh = _mm_loadu_ps((const float *)(state + 4));
  return (variables){_mm_castps_si128(_mm_shuffle_ps(efgh, abcd, _MM_SHUFFLE(0, 1, 0, 1))),
                     _mm_castps_si128(_mm_shuffle_ps(efgh, abcd, _MM_SHUFFLE(2, 3, 2, 3)))};
}

INLINE void store_state(uint32_t state[8], variables v) {
  const __m128 abef = _mm_castsi128_ps(v.abef), cdgh = _mm_castsi128_ps(v.cdgh);
  _mm_storeu_ps((float *)state, _mm_shuffle_ps(abef, cdgh, _MM_SHUFFLE(2, 3, 2, 3)));
  _mm_storeu_ps((float *)(state + 4), _mm_shuffle_ps(abef, cdgh, _MM_SHUFFLE(0, 1, 0, 1)));
}

INLINE variables add(variables a, variables b) {
  return (variables){_mm_add_epi32(a.abef, b.abef), _mm_add_epi32(a.cdgh, b.cdgh)};
}

// Rounds 4·group to 4·group + 3 (FIPS 180-4, section 6.2.2), and the four message words that come
// 16 rounds later. group is a constant after unrolling, so w[] stays in registers.
INLINE void four_rounds(variables *v, __m128i w[4], int group) {
  const __m128i constants = _mm_load_si128((const __m128i *)(k + 4 * group));
  const __m128i sum = _mm_add_epi32(w[group & 3], constants);
  v->cdgh = _mm_sha256rnds2_epu32(v->cdgh, v->abef, sum);
  if (group < 12) {
    const __m128i w7 = _mm_alignr_epi8(w[(group + 3) & 3], w[(group + 2) & 3], 4);
    const __m128i partial = _mm_sha256msg1_epu32(w[group & 3], w[(group + 1) & 3]);
    w[group & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(partial, w7), w[(group + 3) & 3]);
  }
  v->abef = _mm_sha256rnds2_epu32(v->abef, v->cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

INLINE variables rounds(variables v, __m128i w[4]) {
  const variables start = v;
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) four_rounds(&v, w, group);
  return add(v, start);
}

static void compress(handshake_hash_state *state, const uint8_t *blocks, size_t block_count) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  variables v = load_state(state->words32);
  for (; block_count != 0; block_count--, blocks += 64) {
    __m128i w[4];
    for (int i = 0; i < 4; i++) {
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(blocks + 16 * i)), big_endian);
    }
    v = rounds(v, w);
  }
  store_state(state->words32, v);
}

INLINE void load_words(__m128i w[4], const uint32_t block[16]) {
  for (int i = 0; i < 4; i++) w[i] = _mm_loadu_si128((const __m128i *)(block + 4 * i));
}

static __attribute__((noinline)) void compress_words(uint32_t *out, const uint32_t *in,
                                                     const uint32_t *block) {
  __m128i w[4];
  load_words(w, block);
  store_state(out, rounds(load_state(in), w));
}

// The compiler would otherwise gather one stream's rounds, further apart than the CPU looks ahead.
#define KEEP_ORDER(v) __asm__ volatile("" : "+x"((v).abef), "+x"((v).cdgh))

// Two streams in turn: one alone waits four cycles for each SHA256RNDS2.
static __attribute__((noinline)) void compress_pair(uint32_t *out0, const uint32_t *in0,
                                                    const uint32_t *block0, uint32_t *out1,
                                                    const uint32_t *in1, const uint32_t *block1) {
  __m128i w0[4], w1[4];
  load_words(w0, block0);
  load_words(w1, block1);
  const variables start0 = load_state(in0), start1 = load_state(in1);
  variables v0 = start0, v1 = start1;
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) {
    four_rounds(&v0, w0, group);
    KEEP_ORDER(v0);
    four_rounds(&v1, w1, group);
    KEEP_ORDER(v1);
  }
  store_state(out0, add(v0, start0));
  store_state(out1, add(v1, start1));
}

static void hmac_key(handshake_hmac_states *states, const handshake_hash_state *initial,
                     const uint8_t *padded_key) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  uint32_t blocks[2][16];
  for (int i = 0; i < 4; i++) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(padded_key + 16 * i));
    const __m128i words = _mm_shuffle_epi8(bytes, big_endian);
    _mm_storeu_si128((__m128i *)(blocks[0] + 4 * i), _mm_xor_si128(words, _mm_set1_epi8(0x36)));
    _mm_storeu_si128((__m128i *)(blocks[1] + 4 * i), _mm_xor_si128(words, _mm_set1_epi8(0x5c)));
  }
  compress_pair(states->inner.words32, initial->words32, blocks[0], states->outer.words32,
                initial->words32, blocks[1]);
  wipe_inline(blocks, sizeof blocks);
}

#define P_HASH_WORD uint32_t
#define P_HASH_WORD_BYTES 4
#define P_HASH_DIGEST_WORDS 8
#define p_hash_compress compress_words
#define p_hash_compress_pair compress_pair
#include "p_hash_single.h"

static const handshake_hash_kernel kernel = {compress, hmac_key, p_hash};

const handshake_hash_kernel *handshake_sha256_x86_shani(void) { return &kernel; }

#pragma clang attribute pop

#endif
