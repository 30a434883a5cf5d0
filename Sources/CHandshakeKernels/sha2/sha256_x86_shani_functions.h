// SPDX-License-Identifier: Apache-2.0

// The functions of a kernel on the SHA extensions. Included by one kernel, inside its target
// attributes.
#include "../secrets/wipe_stack.h"
#include "copy_short.h"
#include "handshake_sha2.h"
#include "hash_functions.h"
#include "sha256_x86_shani_rounds.h"

// Of p_hash_in_registers and what it calls.
DEFINE_WIPE_STACK(wipe_frames, 640, 28672)
// Of compress_blocks, which has a register for everything.
DEFINE_WIPE_UNOPTIMIZED_STACK(wipe_compress_frames, 4096)

IN_UNOPTIMIZED_FRAME void compress_blocks(handshake_hash_state *state, const uint8_t *blocks,
                                          size_t block_count) {
  variables v = load_state(state->words32);
  for (; block_count != 0; block_count--, blocks += 64) v = compress_one(v, load_message(blocks));
  store_state(state->words32, v);
}

static void compress(handshake_hash_state *state, const uint8_t *blocks, size_t block_count) {
  compress_blocks(state, blocks, block_count);
  wipe_compress_frames();
}

typedef struct {
  message inner, outer;
} hmac_messages;

// The blocks that an HMAC key is made of (RFC 2104, section 2).
INLINE hmac_messages hmac_pads(const uint8_t *padded_key) {
  const message key = load_message(padded_key);
  hmac_messages pads;
  for (int i = 0; i < 4; i++) {
    pads.inner.w[i] = _mm_xor_si128(key.w[i], _mm_set1_epi8(0x36));
    pads.outer.w[i] = _mm_xor_si128(key.w[i], _mm_set1_epi8(0x5c));
  }
  return pads;
}

// hmac_key but for wiping.
static __attribute__((noinline)) void prepare_hmac(handshake_hmac_states *states,
                                                   const handshake_hash_state *initial,
                                                   const uint8_t *padded_key) {
  const variables start = load_state(initial->words32);
  const hmac_messages pads = hmac_pads(padded_key);
  const variables_pair key = compress_pair(start, pads.inner, start, pads.outer);
  store_state(states->inner.words32, key.first);
  store_state(states->outer.words32, key.second);
}

static void hmac_key(handshake_hmac_states *states, const handshake_hash_state *initial,
                     const uint8_t *padded_key) {
  prepare_hmac(states, initial, padded_key);
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
INLINE variables finish_tag(variables inner, variables outer, const seed_tail *tail, size_t index) {
  for (; index != tail->block_count; index++) {
    inner = compress_one(inner, later_message(tail, index));
  }
  return compress_fresh(outer, digest_message(inner));
}

INLINE void store_digest(uint8_t *out, variables digest) {
  store_words(out, words_abcd(digest));
  store_words(out + 16, words_efgh(digest));
}

// What P_hash starts with: the HMAC key, and the inner hash of A(1) after its first block.
typedef struct {
  variables inner, outer, first;
} p_hash_start;

// The outer pad is not needed before A(1)'s inner hash is done: it has every other turn beside two
// compressions that wait for each other.
INLINE p_hash_start start_p_hash(const handshake_hash_state *initial, const uint8_t *padded_key,
                                 const seed_tail *first) {
  p_hash_start result;
  const variables start = load_state(initial->words32);
  const hmac_messages pads = hmac_pads(padded_key);
  compression chain = begin(start, pads.inner), beside = begin(start, pads.outer);
#pragma clang loop unroll(full)
  for (int group = 0; group < 32; group++) {
    if (group == 16) {
      result.inner = end(chain);
      chain = begin(result.inner, later_message(first, 0));
    }
    take_turn(&chain, group % 16, known);
    if (group % 2 == 0) take_turn(&beside, group / 2, known);
  }
  result.outer = end(beside);
  result.first = end(chain);
  return result;
}

// The last two outputs, where A(i) and the seed take two blocks: a master secret or a key block. The
// second output waits for A(i + 1) and is a chain of five compressions; the first output's three have
// three turns beside five of the chain's, so that they take little from it.
INLINE void last_two_outputs(uint8_t *first_out, uint8_t *second_out, const p_hash_start *key,
                             variables a, const seed_tail *tail) {
  compression chain = begin(key->inner, digest_message(a));  // to A(i + 1)
  compression beside = begin(key->inner, first_message(a, tail));
  int turn = 0;
#pragma clang loop unroll(full)
  for (int group = 0; group < 80; group++) {
    if (group == 16) chain = begin(key->outer, digest_message(end(chain)));
    if (group == 32) chain = begin(key->inner, first_message(end(chain), tail));
    if (group == 48) chain = begin(end(chain), later_message(tail, 1));
    if (group == 64) chain = begin(key->outer, digest_message(end(chain)));
    take_turn(&chain, group % 16, group / 16 == 3 ? known : fresh);
    if (group * 3 % 5 < 3) {
      if (turn == 16) beside = begin(end(beside), later_message(tail, 1));
      if (turn == 32) beside = begin(key->outer, digest_message(end(beside)));
      take_turn(&beside, turn++ % 16, known);
    }
  }
  store_digest(first_out, end(beside));
  store_digest(second_out, end(chain));
}

// P_hash (RFC 5246, section 5), states in registers.
static __attribute__((noinline)) void p_hash_in_registers(const handshake_hash_state *initial,
                                                          const uint8_t *padded_key,
                                                          const uint8_t *seed,
                                                          size_t seed_byte_count, uint8_t *out,
                                                          size_t out_byte_count) {
  uint8_t last[DIGEST_BYTES];
  const seed_tail first = make_tail(seed, seed_byte_count, 0);
  const seed_tail tail = make_tail(seed, seed_byte_count, DIGEST_BYTES);
  const p_hash_start key = start_p_hash(initial, padded_key, &first);
  variables a = finish_tag(key.first, key.outer, &first, 1);  // A(1)

  const size_t two = tail.block_count == 2 ? 2 * DIGEST_BYTES : DIGEST_BYTES;
  for (; out_byte_count > two; out += DIGEST_BYTES, out_byte_count -= DIGEST_BYTES) {
    const variables_pair inners = compress_pair(key.inner, digest_message(a), key.inner,
                                                first_message(a, &tail));
    store_digest(out, finish_tag(inners.second, key.outer, &tail, 1));
    a = compress_fresh(key.outer, digest_message(inners.first));  // A(i + 1)
  }
  if (out_byte_count > DIGEST_BYTES) {
    last_two_outputs(out, last, &key, a, &tail);
    out += DIGEST_BYTES;
    out_byte_count -= DIGEST_BYTES;
  } else {
    const variables started = compress_one(key.inner, first_message(a, &tail));
    store_digest(last, finish_tag(started, key.outer, &tail, 1));
  }
  copy_short(out, last, out_byte_count);
}

static void p_hash(const handshake_hash_state *initial, const uint8_t *padded_key,
                   const uint8_t *seed, size_t seed_byte_count, uint8_t *out,
                   size_t out_byte_count) {
  p_hash_in_registers(initial, padded_key, seed, seed_byte_count, out, out_byte_count);
  wipe_frames();
}
