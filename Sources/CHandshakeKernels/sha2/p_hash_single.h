// SPDX-License-Identifier: Apache-2.0

// P_hash of one secret, from and to bytes, for a kernel that includes this file once. The includer
// defines prepare_hmac, wipe_frames, P_HASH_WORD and what p_hash.h asks for but for p_hash_constant
// and p_hash_emit.
#include <string.h>

#include "sha2_words.h"
#include "wipe_inline.h"

#define p_hash_constant(x) ((P_HASH_WORD)(x))

#if P_HASH_WORD_BYTES == 4
#define P_HASH_LOAD load_word32
#define P_HASH_STORE store_word32
#define P_HASH_STATE words32
#else
#define P_HASH_LOAD load_word64
#define P_HASH_STORE store_word64
#define P_HASH_STATE words64
#endif

typedef struct {
  uint8_t *bytes;
  size_t byte_count;
} p_hash_output;

static void p_hash_emit(void *output, size_t index, const P_HASH_WORD *digest);

#include "p_hash.h"

static inline void p_hash_store(uint8_t *bytes, const P_HASH_WORD *digest) {
  for (int i = 0; i < P_HASH_DIGEST_WORDS; i++) {
    P_HASH_STORE(bytes + P_HASH_WORD_BYTES * i, digest[i]);
  }
}

// The last digest is cut to what the output still takes.
static inline void p_hash_emit(void *output, size_t index, const P_HASH_WORD *digest) {
  const p_hash_output *const whole = output;
  uint8_t *const bytes = whole->bytes + P_HASH_DIGEST_BYTES * index;
  const size_t room = whole->byte_count - P_HASH_DIGEST_BYTES * index;
  if (room >= P_HASH_DIGEST_BYTES) {
    p_hash_store(bytes, digest);
  } else {
    uint8_t last[P_HASH_DIGEST_BYTES];
    p_hash_store(last, digest);
    memcpy(bytes, last, room);
  }
}

// P_hash but for wiping.
static __attribute__((noinline)) void p_hash_in_scratch(p_hash_scratch *s,
                                                        const handshake_hash_state *initial,
                                                        const uint8_t *padded_key,
                                                        const uint8_t *seed, size_t seed_byte_count,
                                                        uint8_t *out, size_t out_byte_count) {
  handshake_hmac_states key;
  prepare_hmac(&key, initial, padded_key);
  memcpy(s->inner, key.inner.P_HASH_STATE, sizeof s->inner);
  memcpy(s->outer, key.outer.P_HASH_STATE, sizeof s->outer);
  for (size_t i = 0; i <= seed_byte_count / P_HASH_WORD_BYTES; i++) {
    s->first[i] = P_HASH_LOAD(seed + P_HASH_WORD_BYTES * i);
  }
  p_hash_output output = {out, out_byte_count};
  p_hash_words(s, seed_byte_count, (out_byte_count + P_HASH_DIGEST_BYTES - 1) / P_HASH_DIGEST_BYTES,
               &output);
}

static void p_hash(const handshake_hash_state *initial, const uint8_t *padded_key,
                   const uint8_t *seed, size_t seed_byte_count, uint8_t *out,
                   size_t out_byte_count) {
  p_hash_scratch scratch;
  p_hash_in_scratch(&scratch, initial, padded_key, seed, seed_byte_count, out, out_byte_count);
  wipe_frames();
  wipe_inline(&scratch, P_HASH_SECRET_BYTES);
}
