// SPDX-License-Identifier: Apache-2.0

// SHA-256 or SHA-512 of several messages at once, one in each lane of a vector, and P_hash on them,
// for a kernel that includes this file once. The includer defines, before it includes this file,
//   VECTOR                   a vector of LANES words of LANE_WORD_BYTES bytes, 4 or 8
//   ROUND_CONSTANTS, ROUNDS  of the hash function
//   BIG_SIGMA0_COUNTS …      its rotation counts; SMALL_SIGMA…_COUNTS end with a shift
//   vector_set1(x) vector_add(x, y) vector_xor3(x, y, z) vector_rotate(x, n) vector_shift(x, n)
//   vector_choose(x, y, z) vector_majority(x, y, z)
//   vector_as_written(x)     keeps the compiler from adding up in another order; may do nothing
//   vector_swap_bytes(x)     from the standard's byte order and back, in every word
//   vector_interleave_low(x, y), …_high    x0 y0 x1 y1 … from the lower and upper halves
#include "../secrets/wipe_stack.h"
#include "handshake_sha2.h"
#include "sha2_constants.h"
#include "sha2_words.h"
#include "wipe_inline.h"

#if LANE_WORD_BYTES == 4
typedef uint32_t lane_word;
#define LANE_LOAD load_word32
#define LANE_STORE store_word32
#define LANE_STATE words32
#define P_HASH_DIGEST_WORDS 8
#else
typedef uint64_t lane_word;
#define LANE_LOAD load_word64
#define LANE_STORE store_word64
#define LANE_STATE words64
#define P_HASH_DIGEST_WORDS 6
#endif

static const lane_word k[ROUNDS] = {ROUND_CONSTANTS};

// The functions of FIPS 180-4, sections 4.1.2 and 4.1.3.
#define SUM_OF_ROTATIONS(x, i, j, l) \
  vector_xor3(vector_rotate(x, i), vector_rotate(x, j), vector_rotate(x, l))
#define SUM_WITH_SHIFT(x, i, j, l) \
  vector_xor3(vector_rotate(x, i), vector_rotate(x, j), vector_shift(x, l))
#define APPLY(function, x, counts) APPLY_EXPANDED(function, x, counts)
#define APPLY_EXPANDED(function, ...) function(__VA_ARGS__)
#define BIG_SIGMA0(x) APPLY(SUM_OF_ROTATIONS, x, BIG_SIGMA0_COUNTS)
#define BIG_SIGMA1(x) APPLY(SUM_OF_ROTATIONS, x, BIG_SIGMA1_COUNTS)
#define SMALL_SIGMA0(x) APPLY(SUM_WITH_SHIFT, x, SMALL_SIGMA0_COUNTS)
#define SMALL_SIGMA1(x) APPLY(SUM_WITH_SHIFT, x, SMALL_SIGMA1_COUNTS)

// Round t + i, with the working variables renamed instead of moved. What the next round waits for
// is e -> Σ1 -> d; all else is added up before Σ1 is there, at the cost of two additions.
#define LANE_ROUND(a, b, c, d, e, f, g, h, i)                                         \
  do {                                                                                \
    VECTOR early = vector_add(h, vector_add(w[i], vector_set1(k[t + i])));            \
    vector_as_written(early);                                                         \
    const VECTOR chosen = vector_choose(e, f, g), sigma = BIG_SIGMA1(e);              \
    VECTOR next = vector_add(d, early);                                               \
    vector_as_written(next);                                                          \
    next = vector_add(next, chosen);                                                  \
    vector_as_written(next);                                                          \
    early = vector_add(early, chosen);                                                \
    vector_as_written(early);                                                         \
    d = vector_add(next, sigma);                                                      \
    early = vector_add(early, vector_majority(a, b, c));                              \
    vector_as_written(early);                                                         \
    VECTOR late = vector_add(sigma, BIG_SIGMA0(a));                                   \
    vector_as_written(late);                                                          \
    h = vector_add(early, late);                                                      \
  } while (0)

// Word t + 16 + i of the message schedule, over word t + i.
#define LANE_SCHEDULE(i)                                                                   \
  w[i] = vector_add(vector_add(w[i], w[(i + 9) & 15]),                                     \
                    vector_add(SMALL_SIGMA0(w[(i + 1) & 15]), SMALL_SIGMA1(w[(i + 14) & 15])))

// Makes word i of the next 16 rounds after its last use in these.
#define LANE_STEP(a, b, c, d, e, f, g, h, i) \
  LANE_ROUND(a, b, c, d, e, f, g, h, i);     \
  if (!last) LANE_SCHEDULE(i)

#define LANE_ROUNDS_16(last_rounds)                            \
  do {                                                         \
    const int last = last_rounds;                              \
    LANE_STEP(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], 0);  \
    LANE_STEP(v[7], v[0], v[1], v[2], v[3], v[4], v[5], v[6], 1);  \
    LANE_STEP(v[6], v[7], v[0], v[1], v[2], v[3], v[4], v[5], 2);  \
    LANE_STEP(v[5], v[6], v[7], v[0], v[1], v[2], v[3], v[4], 3);  \
    LANE_STEP(v[4], v[5], v[6], v[7], v[0], v[1], v[2], v[3], 4);  \
    LANE_STEP(v[3], v[4], v[5], v[6], v[7], v[0], v[1], v[2], 5);  \
    LANE_STEP(v[2], v[3], v[4], v[5], v[6], v[7], v[0], v[1], 6);  \
    LANE_STEP(v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[0], 7);  \
    LANE_STEP(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], 8);  \
    LANE_STEP(v[7], v[0], v[1], v[2], v[3], v[4], v[5], v[6], 9);  \
    LANE_STEP(v[6], v[7], v[0], v[1], v[2], v[3], v[4], v[5], 10); \
    LANE_STEP(v[5], v[6], v[7], v[0], v[1], v[2], v[3], v[4], 11); \
    LANE_STEP(v[4], v[5], v[6], v[7], v[0], v[1], v[2], v[3], 12); \
    LANE_STEP(v[3], v[4], v[5], v[6], v[7], v[0], v[1], v[2], 13); \
    LANE_STEP(v[2], v[3], v[4], v[5], v[6], v[7], v[0], v[1], 14); \
    LANE_STEP(v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[0], 15); \
  } while (0)

// out := compression of in with block, in every lane; out may be in or lie in block.
static __attribute__((noinline)) void compress_lanes(VECTOR *out, const VECTOR *in,
                                                     const VECTOR *block) {
  VECTOR w[16], v[8];
  for (int i = 0; i < 16; i++) w[i] = block[i];
  for (int i = 0; i < 8; i++) v[i] = in[i];
  int t = 0;
  for (; t < ROUNDS - 16; t += 16) LANE_ROUNDS_16(0);
  LANE_ROUNDS_16(1);
  for (int i = 0; i < 8; i++) out[i] = vector_add(in[i], v[i]);
}

typedef struct {
  uint8_t *const *bytes;
  size_t byte_count;
} lanes_output;

static void p_hash_emit(void *output, size_t index, const VECTOR *digest);

#define P_HASH_WORD VECTOR
#define P_HASH_WORD_BYTES LANE_WORD_BYTES
#define p_hash_constant(x) vector_set1((lane_word)(x))
#define p_hash_compress compress_lanes
#include "p_hash.h"

// rows := their transpose. One perfect shuffle of the whole matrix rotates the bits of an element's
// index by one; log2(LANES) of them exchange row and column.
static inline void transpose(VECTOR rows[LANES]) {
  for (int step = 1; step < LANES; step *= 2) {
    VECTOR shuffled[LANES];
    for (int i = 0; i < LANES / 2; i++) {
      shuffled[2 * i] = vector_interleave_low(rows[i], rows[i + LANES / 2]);
      shuffled[2 * i + 1] = vector_interleave_high(rows[i], rows[i + LANES / 2]);
    }
    for (int i = 0; i < LANES; i++) rows[i] = shuffled[i];
  }
}

enum { LANE_ROW_BYTES = LANES * LANE_WORD_BYTES };

// words[i] := word i of every lane's bytes; reads whole rows, 64 bytes or less, and writes LANES
// words for each.
static void load_lanes(VECTOR *words, const uint8_t *const *lanes, size_t word_count) {
  for (size_t first = 0; first < word_count; first += LANES) {
    for (int lane = 0; lane < LANES; lane++) {
      VECTOR row;
      memcpy(&row, lanes[lane] + first * LANE_WORD_BYTES, sizeof row);
      words[first + lane] = vector_swap_bytes(row);
    }
    transpose(words + first);
  }
}

// The last digest is cut to what the outputs still take.
static void p_hash_emit(void *output, size_t index, const VECTOR *digest) {
  const lanes_output *const whole = output;
  const size_t start = P_HASH_DIGEST_BYTES * index;
  const size_t room = whole->byte_count - start;
  const size_t taken = room < P_HASH_DIGEST_BYTES ? room : P_HASH_DIGEST_BYTES;
  VECTOR rows[LANES < 8 ? 8 : LANES];
  for (int i = 0; i < 8; i++) rows[i] = digest[i];
  for (int i = 8; i < LANES; i++) rows[i] = vector_set1(0);
  for (int first = 0; first < 8; first += LANES) {
    transpose(rows + first);
    const size_t offset = first * LANE_WORD_BYTES;
    if (offset >= taken) break;
    const size_t count = taken - offset < LANE_ROW_BYTES ? taken - offset : LANE_ROW_BYTES;
    for (int lane = 0; lane < LANES; lane++) {
      const VECTOR row = vector_swap_bytes(rows[first + lane]);
      memcpy(whole->bytes[lane] + start + offset, &row, count);
    }
  }
}

// P_hash but for wiping.
static __attribute__((noinline)) void p_hash_in_scratch(
    p_hash_scratch *s, const handshake_hash_state *initial, const uint8_t *const *padded_keys,
    const uint8_t *const *seeds, size_t seed_byte_count, uint8_t *const *outs,
    size_t out_byte_count) {
  // The HMAC keys. The message is free until p_hash_words fills it.
  const VECTOR inner_pad = vector_set1((lane_word)0x3636363636363636);
  const VECTOR pad_difference = vector_set1((lane_word)0x6a6a6a6a6a6a6a6a);  // ipad ⊕ opad
  load_lanes(s->message, padded_keys, 16);
  for (int i = 0; i < 8; i++) s->state[i] = vector_set1(initial->LANE_STATE[i]);
  for (int i = 0; i < 16; i++) s->message[i] ^= inner_pad;
  compress_lanes(s->inner, s->state, s->message);
  for (int i = 0; i < 16; i++) s->message[i] ^= pad_difference;
  compress_lanes(s->outer, s->state, s->message);
  wipe_inline(s->message, 16 * sizeof(VECTOR));

  load_lanes(s->first, seeds, seed_byte_count / LANE_WORD_BYTES + 1);
  lanes_output output = {outs, out_byte_count};
  p_hash_words(s, seed_byte_count, (out_byte_count + P_HASH_DIGEST_BYTES - 1) / P_HASH_DIGEST_BYTES,
               &output);
}

DEFINE_WIPE_STACK(wipe_frames, 3072, 294912)

static void p_hash_lanes(const handshake_hash_state *initial, const uint8_t *const *padded_keys,
                         const uint8_t *const *seeds, size_t seed_byte_count, uint8_t *const *outs,
                         size_t out_byte_count) {
  p_hash_scratch scratch;
  p_hash_in_scratch(&scratch, initial, padded_keys, seeds, seed_byte_count, outs, out_byte_count);
  wipe_frames();
  wipe_inline(&scratch, P_HASH_SECRET_BYTES);
}
