// SPDX-License-Identifier: Apache-2.0

#if defined(__aarch64__)

#include <arm_neon.h>

#include "handshake_sha2.h"
#include "hash_functions.h"
#include "sha2_constants.h"

// Clang's name for FEAT_SHA512 together with FEAT_SHA3; only SHA512 instructions are used.
#pragma clang attribute push(__attribute__((target("sha3"))), apply_to = function)

static const uint64_t k[80] = {SHA512_ROUND_CONSTANTS};

#define INLINE static inline __attribute__((always_inline))

// Rounds 2·pair and 2·pair + 1 (FIPS 180-4, section 6.4.2), with the working variables renamed
// instead of moved, and the two message words that come 16 rounds later.
INLINE void two_rounds(uint64x2_t ab, uint64x2_t *cd, uint64x2_t ef, uint64x2_t *gh,
                       uint64x2_t w[8], int pair) {
  const uint64x2_t constants = vaddq_u64(w[pair & 7], vld1q_u64(k + 2 * pair));
  const uint64x2_t sum = vaddq_u64(vextq_u64(constants, constants, 1), *gh);
  const uint64x2_t first = vsha512hq_u64(sum, vextq_u64(ef, *gh, 1), vextq_u64(*cd, ef, 1));
  *gh = vsha512h2q_u64(first, *cd, ab);
  *cd = vaddq_u64(*cd, first);
  if (pair < 32) {
    const uint64x2_t w7 = vextq_u64(w[(pair + 4) & 7], w[(pair + 5) & 7], 1);
    w[pair & 7] = vsha512su1q_u64(vsha512su0q_u64(w[pair & 7], w[(pair + 1) & 7]),
                                  w[(pair + 7) & 7], w7);
  }
}

// out := compression of in with the block in w; out may be in.
INLINE void compress_vectors(uint64_t *out, const uint64_t *in, uint64x2_t w[8]) {
  uint64x2_t ab = vld1q_u64(in), cd = vld1q_u64(in + 2);
  uint64x2_t ef = vld1q_u64(in + 4), gh = vld1q_u64(in + 6);
#pragma clang loop unroll(full)
  for (int pair = 0; pair < 40; pair += 4) {
    two_rounds(ab, &cd, ef, &gh, w, pair);
    two_rounds(gh, &ab, cd, &ef, w, pair + 1);
    two_rounds(ef, &gh, ab, &cd, w, pair + 2);
    two_rounds(cd, &ef, gh, &ab, w, pair + 3);
  }
  vst1q_u64(out, vaddq_u64(vld1q_u64(in), ab));
  vst1q_u64(out + 2, vaddq_u64(vld1q_u64(in + 2), cd));
  vst1q_u64(out + 4, vaddq_u64(vld1q_u64(in + 4), ef));
  vst1q_u64(out + 6, vaddq_u64(vld1q_u64(in + 6), gh));
}

static __attribute__((noinline)) void compress_blocks(handshake_hash_state *state,
                                                      const uint8_t *blocks, size_t block_count) {
  for (; block_count != 0; block_count--, blocks += 128) {
    uint64x2_t w[8];
    for (int i = 0; i < 8; i++) {
      w[i] = vreinterpretq_u64_u8(vrev64q_u8(vld1q_u8(blocks + 16 * i)));
    }
    compress_vectors(state->words64, state->words64, w);
  }
}

static __attribute__((noinline)) void compress_words(uint64_t *out, const uint64_t *in,
                                                     const uint64_t *block) {
  uint64x2_t w[8];
  for (int i = 0; i < 8; i++) w[i] = vld1q_u64(block + 2 * i);
  compress_vectors(out, in, w);
}

#define BLOCK_BYTES 128
#define FRAME_BYTES 1344
#define UNOPTIMIZED_FRAME_BYTES 8192
#include "block_functions.h"

#define P_HASH_WORD uint64_t
#define P_HASH_WORD_BYTES 8
#define P_HASH_DIGEST_WORDS 6
#define p_hash_compress compress_words
#include "p_hash_single.h"

SHA512_ALGORITHMS(handshake_sha512_arm_crypto)

const handshake_hash_kernel handshake_sha512_arm_crypto = {
    .name = "arm_crypto",
    .required_features = HANDSHAKE_CPU_SHA512,
    .algorithms = algorithms,
    .compress = compress,
    .hmac_key = hmac_key,
    .p_hash = p_hash,
};

#pragma clang attribute pop

#endif
