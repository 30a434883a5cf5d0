// SPDX-License-Identifier: Apache-2.0

// An HMAC key's two blocks side by side, in the two words of each vector. The includer defines, before it includes this file once,
//   xor3(x, y, z)
//   small_sigma0(x) small_sigma1(x)   of two words (FIPS 180-4, section 4.1.3)
//   k                                 the round constants
#include "handshake_sha2.h"
#include "wipe_inline.h"

static inline __m128i big_sigma0(__m128i x) {
  return xor3(_mm_ror_epi64(x, 28), _mm_ror_epi64(x, 34), _mm_ror_epi64(x, 39));
}

static inline __m128i big_sigma1(__m128i x) {
  return xor3(_mm_ror_epi64(x, 14), _mm_ror_epi64(x, 18), _mm_ror_epi64(x, 41));
}

static inline __m128i choose(__m128i x, __m128i y, __m128i z) {
  return _mm_ternarylogic_epi64(x, y, z, 0xca);
}

static inline __m128i majority(__m128i x, __m128i y, __m128i z) {
  return _mm_ternarylogic_epi64(x, y, z, 0xe8);
}

static inline __m128i both(uint64_t word) { return _mm_set1_epi64x((long long)word); }

// Round t + i, with the working variables renamed instead of moved.
#define PAIR_ROUND(a, b, c, d, e, f, g, h, i)                                            \
  do {                                                                                   \
    h = _mm_add_epi64(_mm_add_epi64(h, _mm_add_epi64(w[i], both(k[t + (i)]))),           \
                      _mm_add_epi64(choose(e, f, g), big_sigma1(e)));                    \
    d = _mm_add_epi64(d, h);                                                             \
    h = _mm_add_epi64(h, _mm_add_epi64(majority(a, b, c), big_sigma0(a)));               \
  } while (0)

// Word t + i + 16 of the schedule, over word t + i.
#define PAIR_SCHEDULE(i)                                                                 \
  w[i] = _mm_add_epi64(_mm_add_epi64(w[i], w[((i) + 9) & 15]),                           \
                       _mm_add_epi64(small_sigma0(w[((i) + 1) & 15]),                    \
                                     small_sigma1(w[((i) + 14) & 15])))

#define PAIR_EIGHT_ROUNDS(i, after)                                        \
  do {                                                                     \
    PAIR_ROUND(a, b, c, d, e, f, g, h, (i) + 0); after((i) + 0);           \
    PAIR_ROUND(h, a, b, c, d, e, f, g, (i) + 1); after((i) + 1);           \
    PAIR_ROUND(g, h, a, b, c, d, e, f, (i) + 2); after((i) + 2);           \
    PAIR_ROUND(f, g, h, a, b, c, d, e, (i) + 3); after((i) + 3);           \
    PAIR_ROUND(e, f, g, h, a, b, c, d, (i) + 4); after((i) + 4);           \
    PAIR_ROUND(d, e, f, g, h, a, b, c, (i) + 5); after((i) + 5);           \
    PAIR_ROUND(c, d, e, f, g, h, a, b, (i) + 6); after((i) + 6);           \
    PAIR_ROUND(b, c, d, e, f, g, h, a, (i) + 7); after((i) + 7);           \
  } while (0)
#define PAIR_NOTHING(i) (void)0

static inline void store_pair(uint64_t *inner, uint64_t *outer, uint64_t initial, __m128i word) {
  const __m128i sum = _mm_add_epi64(word, both(initial));
  _mm_storel_epi64((__m128i *)inner, sum);
  _mm_storel_epi64((__m128i *)outer, _mm_unpackhi_epi64(sum, sum));
}

// As prepare_hmac of block_functions.h. Not inlined: what it keeps on the stack is wiped once it has
// returned.
static __attribute__((noinline)) void prepare_hmac_pair(handshake_hmac_states *states,
                                                        const handshake_hash_state *initial,
                                                        const uint8_t *padded_key) {
  const __m128i big_endian = _mm_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607);
  __m128i w[16];
  for (int i = 0; i < 8; i++) {
    const __m128i key = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)padded_key + i),
                                         big_endian);
    const __m128i inner = _mm_xor_si128(key, _mm_set1_epi8(0x36));
    const __m128i outer = _mm_xor_si128(key, _mm_set1_epi8(0x5c));
    w[2 * i] = _mm_unpacklo_epi64(inner, outer);
    w[2 * i + 1] = _mm_unpackhi_epi64(inner, outer);
  }
  const uint64_t *const in = initial->words64;
  __m128i a = both(in[0]), b = both(in[1]), c = both(in[2]), d = both(in[3]);
  __m128i e = both(in[4]), f = both(in[5]), g = both(in[6]), h = both(in[7]);
  int t = 0;
  for (; t < 64; t += 16) {
    PAIR_EIGHT_ROUNDS(0, PAIR_SCHEDULE);
    PAIR_EIGHT_ROUNDS(8, PAIR_SCHEDULE);
  }
  PAIR_EIGHT_ROUNDS(0, PAIR_NOTHING);
  PAIR_EIGHT_ROUNDS(8, PAIR_NOTHING);
  uint64_t *const inner = states->inner.words64, *const outer = states->outer.words64;
  store_pair(inner + 0, outer + 0, in[0], a);
  store_pair(inner + 1, outer + 1, in[1], b);
  store_pair(inner + 2, outer + 2, in[2], c);
  store_pair(inner + 3, outer + 3, in[3], d);
  store_pair(inner + 4, outer + 4, in[4], e);
  store_pair(inner + 5, outer + 5, in[5], f);
  store_pair(inner + 6, outer + 6, in[6], g);
  store_pair(inner + 7, outer + 7, in[7], h);
}
