// P_hash of one secret, from and to bytes, for a kernel that includes this file once. The includer
// defines hmac_key, P_HASH_WORD and what p_hash.h asks for but for p_hash_constant and p_hash_emit.
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
    wipe_inline(last, sizeof last);
  }
}

static void p_hash(const handshake_hash_state *initial, const uint8_t *padded_key,
                   const uint8_t *seed, size_t seed_byte_count, uint8_t *out,
                   size_t out_byte_count) {
  p_hash_scratch scratch;
  handshake_hmac_states key;
  hmac_key(&key, initial, padded_key);
  memcpy(scratch.inner, key.inner.P_HASH_STATE, sizeof scratch.inner);
  memcpy(scratch.outer, key.outer.P_HASH_STATE, sizeof scratch.outer);
  for (size_t i = 0; i <= seed_byte_count / P_HASH_WORD_BYTES; i++) {
    scratch.first[i] = P_HASH_LOAD(seed + P_HASH_WORD_BYTES * i);
  }
  p_hash_output output = {out, out_byte_count};
  p_hash_words(&scratch, seed_byte_count,
               (out_byte_count + P_HASH_DIGEST_BYTES - 1) / P_HASH_DIGEST_BYTES, &output);
  wipe_inline(&scratch, P_HASH_SECRET_BYTES);
  wipe_inline(&key, sizeof key);
}
