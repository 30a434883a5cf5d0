// SPDX-License-Identifier: Apache-2.0

#if defined(__aarch64__)

#include <arm_neon.h>

#include "../secrets/wipe_stack.h"
#include "handshake_sha2.h"
#include "hash_functions.h"
#include "sha2_constants.h"
#include "wipe_inline.h"

#pragma clang attribute push(__attribute__((target("sha2"))), apply_to = function)

static const uint32_t k[64] = {SHA256_ROUND_CONSTANTS};

#define INLINE static inline __attribute__((always_inline))

typedef struct {
  uint32x4_t abcd, efgh;
} variables;

INLINE variables load_state(const uint32_t state[8]) {
  return (variables){vld1q_u32(state), vld1q_u32(state + 4)};
}

INLINE void store_state(uint32_t state[8], variables v) {
  vst1q_u32(state, v.abcd);
  vst1q_u32(state + 4, v.efgh);
}

INLINE variables add(variables a, variables b) {
  return (variables){vaddq_u32(a.abcd, b.abcd), vaddq_u32(a.efgh, b.efgh)};
}

// Rounds 4·group to 4·group + 3 (FIPS 180-4, section 6.2.2), and the four message words that come
// 16 rounds later.
INLINE void four_rounds(variables *v, uint32x4_t w[4], int group) {
  const uint32x4_t sum = vaddq_u32(w[group & 3], vld1q_u32(k + 4 * group));
  if (group < 12) {
    w[group & 3] = vsha256su1q_u32(vsha256su0q_u32(w[group & 3], w[(group + 1) & 3]),
                                   w[(group + 2) & 3], w[(group + 3) & 3]);
  }
  // SHA256H overwrites abcd, on which the next four rounds wait: SHA256H2 reads the copy.
  uint32x4_t copy;
  __asm__("mov %0.16b, %1.16b" : "=w"(copy) : "w"(v->abcd));
  v->abcd = vsha256hq_u32(v->abcd, v->efgh, sum);
  v->efgh = vsha256h2q_u32(v->efgh, copy, sum);
}

INLINE variables rounds(variables v, uint32x4_t w[4]) {
  const variables start = v;
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) four_rounds(&v, w, group);
  return add(v, start);
}

// Of compress_blocks, which has a register for everything.
DEFINE_WIPE_UNOPTIMIZED_STACK(wipe_compress_frames, 4096)

IN_UNOPTIMIZED_FRAME void compress_blocks(handshake_hash_state *state, const uint8_t *blocks,
                                          size_t block_count) {
  variables v = load_state(state->words32);
  for (; block_count != 0; block_count--, blocks += 64) {
    uint32x4_t w[4];
    for (int i = 0; i < 4; i++) {
      w[i] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(blocks + 16 * i)));
    }
    v = rounds(v, w);
  }
  store_state(state->words32, v);
}

static void compress(handshake_hash_state *state, const uint8_t *blocks, size_t block_count) {
  compress_blocks(state, blocks, block_count);
  wipe_compress_frames();
}

INLINE void load_words(uint32x4_t w[4], const uint32_t block[16]) {
  for (int i = 0; i < 4; i++) w[i] = vld1q_u32(block + 4 * i);
}

static __attribute__((noinline)) void compress_words(uint32_t *out, const uint32_t *in,
                                                     const uint32_t *block) {
  uint32x4_t w[4];
  load_words(w, block);
  store_state(out, rounds(load_state(in), w));
}

// Two streams in turn: SHA256H and SHA256H2 take several cycles and can start one each.
static __attribute__((noinline)) void compress_pair(uint32_t *out0, const uint32_t *in0,
                                                    const uint32_t *block0, uint32_t *out1,
                                                    const uint32_t *in1, const uint32_t *block1) {
  uint32x4_t w0[4], w1[4];
  load_words(w0, block0);
  load_words(w1, block1);
  const variables start0 = load_state(in0), start1 = load_state(in1);
  variables v0 = start0, v1 = start1;
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) {
    four_rounds(&v0, w0, group);
    four_rounds(&v1, w1, group);
  }
  store_state(out0, add(v0, start0));
  store_state(out1, add(v1, start1));
}

// hmac_key but for wiping.
static void prepare_hmac(handshake_hmac_states *states, const handshake_hash_state *initial,
                         const uint8_t *padded_key) {
  uint32_t blocks[2][16];
  for (int i = 0; i < 4; i++) {
    const uint8x16_t bytes = vrev32q_u8(vld1q_u8(padded_key + 16 * i));
    vst1q_u32(blocks[0] + 4 * i, vreinterpretq_u32_u8(veorq_u8(bytes, vdupq_n_u8(0x36))));
    vst1q_u32(blocks[1] + 4 * i, vreinterpretq_u32_u8(veorq_u8(bytes, vdupq_n_u8(0x5c))));
  }
  compress_pair(states->inner.words32, initial->words32, blocks[0], states->outer.words32,
                initial->words32, blocks[1]);
  wipe_inline(blocks, sizeof blocks);
}

DEFINE_WIPE_STACK(wipe_frames, 1024, 8192)

static void hmac_key(handshake_hmac_states *states, const handshake_hash_state *initial,
                     const uint8_t *padded_key) {
  prepare_hmac(states, initial, padded_key);
  wipe_frames();
}

#define P_HASH_WORD uint32_t
#define P_HASH_WORD_BYTES 4
#define P_HASH_DIGEST_WORDS 8
#define p_hash_compress compress_words
#define p_hash_compress_pair compress_pair
#include "p_hash_single.h"

SHA256_ALGORITHMS(handshake_sha256_arm_crypto)

const handshake_hash_kernel handshake_sha256_arm_crypto = {
    .name = "arm_crypto",
    .required_features = HANDSHAKE_CPU_SHA256,
    .algorithms = algorithms,
    .compress = compress,
    .hmac_key = hmac_key,
    .p_hash = p_hash,
};

#pragma clang attribute pop

#endif
