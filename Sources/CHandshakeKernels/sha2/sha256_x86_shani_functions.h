// The functions of a kernel on the SHA extensions. Included by one kernel, inside its target
// attributes.
#include "../secrets/wipe_stack.h"
#include "copy_short.h"
#include "handshake_sha2.h"
#include "p_hash_seed.h"
#include "sha256_x86_shani_rounds.h"

// p_hash_in_registers and what it calls take 430 bytes.
DEFINE_WIPE_STACK(wipe_frames, 512)

static void compress(handshake_hash_state *state, const uint8_t *blocks, size_t block_count) {
  variables v = load_state(state->words32);
  for (; block_count != 0; block_count--, blocks += 64) v = compress_one(v, load_message(blocks));
  store_state(state->words32, v);
}

// The inner and the outer state of an HMAC key (RFC 2104, section 2).
INLINE variables_pair hmac_states(const handshake_hash_state *initial, const uint8_t *padded_key) {
  const variables start = load_state(initial->words32);
  const message key = load_message(padded_key);
  message inner, outer;
  for (int i = 0; i < 4; i++) {
    inner.w[i] = _mm_xor_si128(key.w[i], _mm_set1_epi8(0x36));
    outer.w[i] = _mm_xor_si128(key.w[i], _mm_set1_epi8(0x5c));
  }
  return compress_pair(start, inner, start, outer);
}

static void hmac_key(handshake_hmac_states *states, const handshake_hash_state *initial,
                     const uint8_t *padded_key) {
  const variables_pair key = hmac_states(initial, padded_key);
  store_state(states->inner.words32, key.first);
  store_state(states->outer.words32, key.second);
  wipe_frames();
}

// ---- P_hash ---------------------------------------------------------------------------------------

enum { DIGEST_BYTES = 32, BLOCK_BYTES = 64, LENGTH_BYTES = 8 };

// Blocks that a message of byte_count bytes fills, the padding included.
INLINE size_t padded_blocks(size_t byte_count) {
  return (byte_count + 1 + LENGTH_BYTES + BLOCK_BYTES - 1) / BLOCK_BYTES;
}

// The last four words of a message of byte_count bytes that follows an HMAC pad: zeros but for the
// bit length.
INLINE __m128i length_words(size_t byte_count) {
  return _mm_set_epi32((int)(8 * (BLOCK_BYTES + byte_count)), 0, 0, 0);
}

// A message of one digest, after an HMAC pad.
INLINE message digest_message(variables digest) {
  return (message){{words_abcd(digest), words_efgh(digest), _mm_set_epi32(0, 0, 0, INT32_MIN),
                    length_words(DIGEST_BYTES)}};
}

// What every HMAC of one kind ends with: the seed and its padding, after `lead` bytes of A(i).
typedef struct {
  const uint8_t *seed;
  size_t lead;
  size_t block_count;
  __m128i length;
} seed_tail;

INLINE seed_tail make_tail(const uint8_t *seed, size_t seed_byte_count, size_t lead) {
  const size_t byte_count = lead + seed_byte_count;
  return (seed_tail){seed, lead, padded_blocks(byte_count), length_words(byte_count)};
}

INLINE void end_message(message *m, const seed_tail *tail, size_t index) {
  if (index + 1 == tail->block_count) m->w[3] = _mm_or_si128(m->w[3], tail->length);
}

// The first block of A(i) + seed.
INLINE message first_message(variables a, const seed_tail *tail) {
  message m = {{words_abcd(a), words_efgh(a), load_words(tail->seed), load_words(tail->seed + 16)}};
  end_message(&m, tail, 0);
  return m;
}

INLINE message later_message(const seed_tail *tail, size_t index) {
  message m = load_message(tail->seed + BLOCK_BYTES * index - tail->lead);
  end_message(&m, tail, index);
  return m;
}

// HMAC of what `inner` has seen and the tail's blocks from `index` on.
INLINE variables finish_tag(variables inner, variables outer, const seed_tail *tail,
                            size_t index) {
  for (; index != tail->block_count; index++) {
    inner = compress_one(inner, later_message(tail, index));
  }
  return compress_one(outer, digest_message(inner));
}

INLINE void store_digest(uint8_t *out, variables digest) {
  store_words(out, words_abcd(digest));
  store_words(out + 16, words_efgh(digest));
}

// P_hash (RFC 5246, section 5), states in registers. A compression waits for the one before it but
// in three places: the two pads, the inner hash of output i beside A(i + 1), and the outer hash of
// the output before the last, beside the last one's first block.
static __attribute__((noinline)) void p_hash_in_registers(const handshake_hash_state *initial,
                                                          const uint8_t *padded_key,
                                                          const handshake_p_hash_seed *seed,
                                                          uint8_t *out, size_t out_byte_count) {
  uint8_t seed_bytes[P_HASH_SEED_BUFFER];
  gather_seed(seed_bytes, seed);
  const variables_pair key = hmac_states(initial, padded_key);
  const variables inner = key.first, outer = key.second;
  const seed_tail first = make_tail(seed_bytes, seed->byte_count, 0);
  const seed_tail tail = make_tail(seed_bytes, seed->byte_count, DIGEST_BYTES);

  variables a = finish_tag(inner, outer, &first, 0);  // A(1)
  variables started;  // the first block of an output's inner hash
  if (out_byte_count <= DIGEST_BYTES) {
    started = compress_one(inner, first_message(a, &tail));
  }
  while (out_byte_count > DIGEST_BYTES) {
    const variables_pair inners =
        compress_pair(inner, digest_message(a), inner, first_message(a, &tail));
    variables output = inners.second;
    if (tail.block_count == 1) {
      a = compress_one(outer, digest_message(inners.first));
    } else {
      const variables_pair seconds = compress_pair(outer, digest_message(inners.first), output,
                                                   later_message(&tail, 1));
      a = seconds.first;
      output = seconds.second;
      for (size_t i = 2; i < tail.block_count; i++) {
        output = compress_one(output, later_message(&tail, i));
      }
    }
    if (out_byte_count > 2 * DIGEST_BYTES) {
      store_digest(out, compress_one(outer, digest_message(output)));
    } else {
      const variables_pair last =
          compress_pair(inner, first_message(a, &tail), outer, digest_message(output));
      started = last.first;
      store_digest(out, last.second);
    }
    out += DIGEST_BYTES;
    out_byte_count -= DIGEST_BYTES;
  }
  uint8_t digest[DIGEST_BYTES];
  store_digest(digest, finish_tag(started, outer, &tail, 1));
  copy_short(out, digest, out_byte_count);
}

static void p_hash(const handshake_hash_state *initial, const uint8_t *padded_key,
                   const handshake_p_hash_seed *seed, uint8_t *out, size_t out_byte_count) {
  p_hash_in_registers(initial, padded_key, seed, out, out_byte_count);
  wipe_frames();
}

static const handshake_hash_kernel kernel = {compress, hmac_key, p_hash};
